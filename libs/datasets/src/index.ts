export * from './cmapss/cmapss';
export * from './cwru/cwru';
export * from './ims-raw/ims-raw';
export * from './registry';
export { readSamples } from './samples';
export * from './series';
