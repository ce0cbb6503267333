import { alertingService } from '@fettle/app-alerting';
import { apiService } from '@fettle/app-api';
import { forecastService } from '@fettle/app-forecast';
import { ingestService } from '@fettle/app-ingest';
import { streamService } from '@fettle/app-stream';
import {
  type ProcessParts,
  type RunningService,
  type ServiceDefinition,
  startService,
} from '@fettle/platform';
import { usageError } from '../cli/run-command';

/** Every service, the last to touch a reading first: readers start before writers, and stop after them. */
export const SERVICES: readonly ServiceDefinition[] = [
  apiService,
  alertingService,
  forecastService,
  streamService,
  ingestService,
];

/** The services named in a comma-separated list, all of them for none. Throws USAGE.INVALID for an unknown name. */
export function chooseServices(only: string | undefined): readonly ServiceDefinition[] {
  if (only === undefined) return SERVICES;
  const names = only.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !SERVICES.some((service) => service.name === name));
  if (unknown.length > 0) {
    throw usageError(
      `no service ${unknown.join(', ')}; there are ${SERVICES.map(({ name }) => name).join(', ')}`,
    );
  }
  return SERVICES.filter(({ name }) => names.includes(name));
}

/**
 * Starts services, readers before writers so that nothing is in a queue longer than it must. When one cannot start,
 * those already started are stopped and its error is thrown. Returns how to stop them all.
 */
export async function startServices(
  chosen: readonly ServiceDefinition[],
  parts: ProcessParts,
): Promise<() => Promise<void>> {
  const running: RunningService[] = [];
  const stop = async (): Promise<void> => {
    for (const service of running.reverse()) await service.stop();
  };
  try {
    for (const definition of chosen) running.push(await startService(definition, parts));
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}
