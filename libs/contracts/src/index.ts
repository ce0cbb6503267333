export * from './alert-rule';
export * from './events';
export * from './roles';
export * from './topics';
