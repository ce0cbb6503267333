export * from './port';
export type { RetryPolicy } from './delivery';
export { DEAD_LETTER_HEADERS } from './headers';
export { isInfrastructureError, isPositionLost } from './errors';
export {
  PostgresEventLog,
  POSTGRES_EVENT_LOG_DEFAULTS,
  type PostgresEventLogOptions,
} from './postgres/postgres-event-log';
