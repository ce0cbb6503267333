import { errorMessage } from '@fettle/kernel';
import { isInfrastructureError } from '@fettle/event-log';
import { ServiceLogger } from './logger';

/**
 * What a rejection that nobody awaited means: a database or broker that did not answer is no reason to end every service
 * of the process, since each tries again by itself; anything else is a fault of ours, and a process in an unknown state
 * ends (nothing acknowledged is lost by that).
 */
export function guardProcess(name: string): void {
  const logger = new ServiceLogger(name);
  process.on('unhandledRejection', (error) => {
    if (isInfrastructureError(error)) return logger.warn(`nobody awaited: ${errorMessage(error)}`);
    logger.fatal(error instanceof Error ? error : new Error(String(error)));
    process.exit(1);
  });
}
