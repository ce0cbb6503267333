import { AppError, errorMessage } from '@fettle/kernel';

/**
 * Classes of SQLSTATE that say "not now" rather than "not this": connection, sign-in (a password that is being changed),
 * resources, operator, rollback of a conflict.
 */
const RETRYABLE_STATES = /^(08|28|53|57P|58|40|55P03|25P03|25006)/;
const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** pg and pg-pool raise these without a code. */
const CONNECTION_MESSAGES =
  /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Client was closed/;
/** kafkajs: the broker could not be reached, or did not answer in time, or asked to try again. */
const KAFKA_NAMES =
  /^KafkaJS(Connection|NumberOfRetriesExceeded|BrokerNotFound|RequestTimeout|MetadataNotLoaded|TopicMetadataNotLoaded|Lock|GroupCoordinatorNotFound|NoBrokerAvailable)/;
const MAX_CAUSES = 5;

/**
 * True when an error says that the world around was at fault (database or broker away, conflict rolled back), so that
 * the same record may well succeed later. Looks through `cause` and TypeORM's `driverError`.
 */
export function isInfrastructureError(error: unknown): boolean {
  let current: unknown = error;
  for (let depth = 0; depth < MAX_CAUSES && current !== null && typeof current === 'object'; depth++) {
    if (current instanceof AppError && current.retryable) return true;
    const { code, cause, driverError } = current as {
      code?: unknown;
      cause?: unknown;
      driverError?: unknown;
    };
    if (typeof code === 'string' && (NETWORK_CODES.has(code) || RETRYABLE_STATES.test(code))) return true;
    if (current instanceof Error && (CONNECTION_MESSAGES.test(current.message) || isKafkaOutage(current)))
      return true;
    current = cause ?? driverError;
  }
  return false;
}

function isKafkaOutage(error: Error & { retriable?: unknown }): boolean {
  return error.name.startsWith('KafkaJS') && (error.retriable === true || KAFKA_NAMES.test(error.name));
}

/** True for the error that {@link Position.commit} throws when another member has taken over. */
export function isPositionLost(error: unknown): boolean {
  return error instanceof AppError && error.code === 'LOG.POSITION_LOST';
}

/** What callers of the log see: infrastructure errors become `LOG.UNAVAILABLE` (retryable), others stay themselves. */
export function asLogError(error: unknown): unknown {
  if (error instanceof AppError || !isInfrastructureError(error)) return error;
  return new AppError('LOG.UNAVAILABLE', `the event log does not answer: ${errorMessage(error)}`, {
    retryable: true,
    cause: error,
  });
}

/** `LOG.CLOSED`; retryable, since it is no record's fault that its log went away. */
export function logClosed(): AppError {
  return new AppError('LOG.CLOSED', 'the log is closed', { retryable: true });
}
