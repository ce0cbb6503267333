export * from './config';
export * from './health';
export * from './metrics';
export * from './platform.module';
