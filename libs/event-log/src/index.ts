export * from './port';
export type { RetryPolicy } from './delivery';
export { DEAD_LETTER_HEADERS } from './headers';
export { isInfrastructureError, isPositionLost } from './errors';
export { partitionOf } from './murmur2';
export {
  PostgresEventLog,
  POSTGRES_EVENT_LOG_DEFAULTS,
  type PostgresEventLogOptions,
} from './postgres/postgres-event-log';
export {
  KafkaEventLog,
  KAFKA_EVENT_LOG_DEFAULTS,
  type KafkaEventLogOptions,
  type KafkaEventLogParts,
} from './kafka/kafka-event-log';
export { EventLogContext } from './nest/event-log-context';
export { EventLogErrorFilter } from './nest/event-log-error.filter';
export { EventLogServer, type EventLogServerOptions } from './nest/event-log-server';
export { connectEventLog, createEventLogMicroservice } from './nest/event-log-microservice';
export { EVENT_LOG, EventLogModule } from './nest/event-log.module';
