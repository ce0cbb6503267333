import type { DynamicModule, INestApplication, INestMicroservice, Type } from '@nestjs/common';
import type { NestApplicationContextOptions } from '@nestjs/common/interfaces/nest-application-context-options.interface';
import { NestFactory } from '@nestjs/core';
import { NestMicroservice, type CustomStrategy } from '@nestjs/microservices';
import { EventLogErrorFilter } from './event-log-error.filter';
import type { EventLogServer } from './event-log-server';

/** An application whose event handlers read from the log. Not started: call `listen`. */
export async function createEventLogMicroservice(
  module: Type<unknown> | DynamicModule,
  server: EventLogServer,
  options: NestApplicationContextOptions = {},
): Promise<INestMicroservice> {
  const app = await NestFactory.createMicroservice<CustomStrategy>(module, { ...options, strategy: server });
  return app.useGlobalFilters(new EventLogErrorFilter());
}

/** Adds the log to an application that serves something else as well. Start it with `app.startAllMicroservices()`. */
export function connectEventLog(app: INestApplication, server: EventLogServer): INestMicroservice {
  const microservice = app.connectMicroservice<CustomStrategy>(
    { strategy: server },
    { deferInitialization: true },
  );
  // The application runs its modules' hooks itself; here they would run a second time.
  if (microservice instanceof NestMicroservice) microservice.setIsInitHookCalled(true);
  return microservice.useGlobalFilters(new EventLogErrorFilter());
}
