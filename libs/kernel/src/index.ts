export * from './app-error';
export * from './clock';
export * from './ids';
export * from './random';
