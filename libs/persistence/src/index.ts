export * from './database';
export * from './device-directory';
export * from './embedded/embedded-postgres';
export * from './migrate';
export * from './migrations';
export { forceRowLevelSecurity } from './migrations/1763800000000-core';
export * from './persistence.module';
export * from './secrets';
