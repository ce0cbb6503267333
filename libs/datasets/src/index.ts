export * from './cmapss/cmapss';
export * from './registry';
export * from './series';
