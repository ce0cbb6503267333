import { errorCode, errorMessage, systemClock } from '@fettle/kernel';
import { loadConfig } from './config';
import { guardProcess } from './guard-process';
import { startOperationsServer } from './operations-server';
import { deployedDatabase, openParts } from './parts';
import { type ServiceDefinition, startService } from './service';

/**
 * `main` of a service that runs as its own process: configuration from the environment, health and metrics on
 * FETTLE_HTTP_PORT (the api serves its own), a clean stop on SIGTERM and SIGINT. Exit status 1 with `CODE: message` when it cannot start.
 */
export async function runAlone(definition: ServiceDefinition): Promise<void> {
  guardProcess(definition.name);
  try {
    const config = loadConfig(process.env);
    const parts = openParts(config, systemClock, deployedDatabase(config));
    const operations = definition.create ? null : await startOperationsServer(parts);
    const service = await startService(definition, parts);
    const stop = async (): Promise<void> => {
      await service.stop();
      await operations?.stop();
      await parts.close();
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void stop().then(() => process.exit(0), fail));
    }
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): void {
  process.stderr.write(`${errorCode(error)}: ${errorMessage(error)}\n`);
  process.exit(1);
}
