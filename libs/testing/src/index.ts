export * from './postgres/test-postgres';
