export * from './domain-pack';
