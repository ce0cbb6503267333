import { type DynamicModule, Module } from '@nestjs/common';
import type { EventLog } from '../port';

/** Injection token of the process's {@link EventLog}. */
export const EVENT_LOG = Symbol('EVENT_LOG');

/** Provides {@link EVENT_LOG} everywhere in an application. */
@Module({})
export class EventLogModule {
  /** A log that the process opened and will close: several services in one process share it. */
  static forLog(log: EventLog): DynamicModule {
    const providers = [{ provide: EVENT_LOG, useValue: log }];
    return { module: EventLogModule, global: true, providers, exports: [EVENT_LOG] };
  }
}
