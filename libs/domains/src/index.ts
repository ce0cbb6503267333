export * from './domain-pack';
export * from './life-used';
export * from './registry';
export { TURBOFAN_SENSORS } from './generic/turbofan';
