import type { DynamicModule, INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import { type Clock } from '@fettle/kernel';
import { createEventLogMicroservice, type EventLog, EventLogModule, EventLogServer } from '@fettle/event-log';
import { type Database, DeviceDirectory, PersistenceModule } from '@fettle/persistence';
import type { FettleConfig } from './config';
import { HealthRegistry } from './health';
import { ServiceLogger } from './logger';
import { MetricsRegistry } from './metrics';
import { PlatformModule } from './platform.module';

/** What a process opens once and its services share. */
export interface ProcessParts {
  readonly config: FettleConfig;
  readonly clock: Clock;
  readonly database: Database;
  readonly directory: DeviceDirectory;
  readonly eventLog: EventLog;
  readonly health: HealthRegistry;
  readonly metrics: MetricsRegistry;
}

/** One service of the product: a Nest module, and the consumer group that its event handlers read as. */
export interface ServiceDefinition {
  readonly name: string;
  readonly module: Type<unknown>;
  /** Absent for a service that reads no topic. */
  readonly consumes?: ConsumerSettings;
  /** Makes an application of another kind than a plain context (the api's HTTP server). */
  readonly create?: (root: DynamicModule, parts: ProcessParts) => Promise<INestApplicationContext>;
}

export interface ConsumerSettings {
  readonly group: string;
  readonly maxBatchRecords?: number;
  readonly maxBatchBytes?: number;
}

export interface RunningService {
  readonly name: string;
  /** Resolves when nothing of the service runs any more; what it had not finished is taken up at its next start. */
  stop(): Promise<void>;
}

@Module({})
class ServiceRoot {}

function rootModule(definition: ServiceDefinition, parts: ProcessParts): DynamicModule {
  return {
    module: ServiceRoot,
    imports: [
      PlatformModule.forParts(parts),
      PersistenceModule.forParts(parts.database, parts.directory),
      EventLogModule.forLog(parts.eventLog),
      definition.module,
    ],
  };
}

/** Starts one service on the process's parts; resolves once it takes work. The same call serves one process or many. */
export async function startService(
  definition: ServiceDefinition,
  parts: ProcessParts,
): Promise<RunningService> {
  const root = rootModule(definition, parts);
  const logger = new ServiceLogger(definition.name);
  if (definition.create) {
    const app = await definition.create(root, parts);
    return { name: definition.name, stop: () => app.close() };
  }
  if (!definition.consumes) {
    const app = await NestFactory.createApplicationContext(root, { logger, abortOnError: false });
    return { name: definition.name, stop: () => app.close() };
  }
  const server = new EventLogServer({ log: parts.eventLog, ...definition.consumes });
  const app = await createEventLogMicroservice(root, server, { logger, abortOnError: false });
  await app.listen();
  return { name: definition.name, stop: () => app.close() };
}
