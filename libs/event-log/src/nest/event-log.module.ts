import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Clock } from '@fettle/kernel';
import type { Pool } from 'pg';
import { KafkaEventLog, type KafkaEventLogOptions } from '../kafka/kafka-event-log';
import type { EventLog, TopicDefinition } from '../port';
import { PostgresEventLog, type PostgresEventLogOptions } from '../postgres/postgres-event-log';

/** Injection token of the process's {@link EventLog}. */
export const EVENT_LOG = Symbol('EVENT_LOG');

/** Which log a process opens. */
export type EventLogModuleOptions = {
  readonly pool: Pool;
  readonly topics: readonly TopicDefinition[];
  readonly clock: Clock;
} & (
  | { readonly kind: 'postgres'; readonly options?: Partial<PostgresEventLogOptions> }
  | {
      readonly kind: 'kafka';
      readonly brokers: readonly string[];
      readonly options?: Partial<KafkaEventLogOptions>;
    }
);

@Module({})
class OwnedEventLogModule implements OnApplicationShutdown {
  constructor(@Inject(EVENT_LOG) private readonly log: EventLog) {}

  onApplicationShutdown(): Promise<void> {
    return this.log.close();
  }
}

/** Provides {@link EVENT_LOG} everywhere in an application. */
@Module({})
export class EventLogModule {
  /** A log that somebody else opened and will close: several services in one process share it. */
  static forLog(log: EventLog): DynamicModule {
    return provide(EventLogModule, log);
  }

  /** Opens a log for this application alone; closed on its shutdown. */
  static forRoot(options: EventLogModuleOptions): DynamicModule {
    return provide(OwnedEventLogModule, openLog(options));
  }
}

function provide(module: DynamicModule['module'], log: EventLog): DynamicModule {
  return { module, global: true, providers: [{ provide: EVENT_LOG, useValue: log }], exports: [EVENT_LOG] };
}

function openLog(options: EventLogModuleOptions): EventLog {
  const { pool, topics, clock } = options;
  if (options.kind === 'postgres') return new PostgresEventLog(pool, topics, clock, options.options);
  return new KafkaEventLog({ brokers: options.brokers, pool, topics, clock }, options.options);
}
