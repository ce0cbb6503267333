export * from './domain-pack';
export * from './registry';
export { TURBOFAN_SENSORS } from './generic/turbofan';
