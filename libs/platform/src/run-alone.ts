import { errorCode, errorMessage, systemClock } from '@fettle/kernel';
import { loadConfig } from './config';
import { guardProcess } from './guard-process';
import { startOperationsServer } from './operations-server';
import { deployedDatabase, openParts } from './parts';
import { type ServiceDefinition, startService } from './service';

/**
 * `main` of a service that runs as its own process: configuration from the environment, health and metrics on
 * FETTLE_HTTP_PORT (the api serves its own). SIGTERM and SIGINT end it with status 0: cleanly once it runs, at once while
 * it starts, and a second signal changes nothing. Exit status 1 with `CODE: message` when it cannot start.
 */
export async function runAlone(definition: ServiceDefinition): Promise<void> {
  guardProcess(definition.name);
  let stop = (): Promise<void> => Promise.resolve();
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void stop().then(() => process.exit(0), fail);
    });
  }
  try {
    stop = await start(definition);
  } catch (error) {
    if (!stopping) fail(error);
  }
}

/** Resolves with how to stop it. */
async function start(definition: ServiceDefinition): Promise<() => Promise<void>> {
  const config = loadConfig(process.env);
  const parts = openParts(config, systemClock, deployedDatabase(config));
  const operations = definition.create ? null : await startOperationsServer(parts);
  const service = await startService(definition, parts);
  return async () => {
    await service.stop();
    await operations?.stop();
    await parts.close();
  };
}

function fail(error: unknown): void {
  process.stderr.write(`${errorCode(error)}: ${errorMessage(error)}\n`);
  process.exit(1);
}
