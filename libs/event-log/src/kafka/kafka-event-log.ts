import { Logger } from '@nestjs/common';
import { errorMessage, uuidv7, type Clock } from '@fettle/kernel';
import type { Admin, ISocketFactory, Kafka, KafkaConfig } from 'kafkajs';
import type { Pool } from 'pg';
import { AppendQueue, type AppendQueueOptions } from '../append-queue';
import { pause } from '../backoff';
import { ClaimedPartition, type ClaimedPartitionDeps } from '../claimed-partition';
import { Delivery, type RetryPolicy } from '../delivery';
import { asLogError, logClosed } from '../errors';
import { Gate } from '../gate';
import { deadLetterRecord, refuseReservedHeaders } from '../headers';
import { lagOf } from '../lag';
import type {
  EventLog,
  LogRecord,
  PartitionLag,
  Queryable,
  RecordBatch,
  SubscribeOptions,
  Subscription,
  TopicDefinition,
} from '../port';
import { PostgresPositions, type PositionStore } from '../positions';
import { PostgresEventLog } from '../postgres/postgres-event-log';
import { SubscriptionSet } from '../subscription-set';
import { TopicLayout } from '../topic-layout';
import { transactionsOn } from '../transactions';
import { KafkaAppender } from './kafka-appender';
import { createTopics, kafkaBounds, openKafka, retryRequests } from './kafka-client';
import { KafkaPartition } from './kafka-partition';
import { KafkaSubscription } from './kafka-subscription';
import { MemoryPositions } from './memory-positions';
import { OUTBOX_GROUP, outboxRelay } from './outbox-relay';
import { trimExpired } from './kafka-retention';

/** The parts of a Kafka log. */
export interface KafkaEventLogParts {
  readonly brokers: readonly string[];
  /** Positions and outbox. */
  readonly pool: Pool;
  readonly topics: readonly TopicDefinition[];
  readonly clock: Clock;
}

/** What can be tuned. */
export interface KafkaEventLogOptions extends AppendQueueOptions {
  readonly clientId: string;
  /** A member that is silent for this long loses its partitions (at least the broker's `group.min.session.timeout.ms`). */
  readonly sessionTimeoutMs: number;
  readonly heartbeatMs: number;
  /** Longest wait of an idle fetch. */
  readonly maxWaitMs: number;
  readonly retries: number;
  readonly maxBatchRecords: number;
  readonly maxBatchBytes: number;
  readonly retry: RetryPolicy;
  /** How soon the outbox notices the death of the process that relayed. */
  readonly relayLeaseMs: number;
  readonly security?: Pick<KafkaConfig, 'ssl' | 'sasl'>;
  readonly socketFactory?: ISocketFactory;
}

/** Defaults of {@link KafkaEventLogOptions}. */
export const KAFKA_EVENT_LOG_DEFAULTS: KafkaEventLogOptions = {
  clientId: 'fettle',
  sessionTimeoutMs: 10_000,
  heartbeatMs: 1_000,
  maxWaitMs: 100,
  retries: 6,
  maxQueuedBytes: 32 * 1024 * 1024,
  maxFlushBytes: 4 * 1024 * 1024,
  maxRecordBytes: 8 * 1024 * 1024,
  maxBatchRecords: 5_000,
  maxBatchBytes: 2 * 1024 * 1024,
  retry: { maxAttempts: 4, firstMs: 100, maxMs: 10_000 },
  relayLeaseMs: 6_000,
};

const logger = new Logger('EventLog');
const NO_DATABASE: Queryable = { query: () => Promise.reject(new Error('a tail has no database')) };

/**
 * The event log over Kafka: appends by an idempotent producer with acks=all, groups by Kafka, but positions in Postgres, committed
 * with the reader's results, so that a record counts once whatever is killed. `appendIn` goes through an outbox in Postgres.
 */
export class KafkaEventLog implements EventLog {
  private readonly options: KafkaEventLogOptions;
  private readonly layout: TopicLayout;
  private readonly kafka: Kafka;
  private readonly admin: Admin;
  private readonly appender: KafkaAppender;
  private readonly queue: AppendQueue;
  private readonly outbox: PostgresEventLog;
  private readonly subscriptions = new SubscriptionSet();
  private readonly stopping = new AbortController();
  private closed = false;
  private connected: Promise<void> | undefined;
  private relay: Promise<void> | undefined;

  constructor(
    private readonly parts: KafkaEventLogParts,
    options: Partial<KafkaEventLogOptions> = {},
  ) {
    this.options = { ...KAFKA_EVENT_LOG_DEFAULTS, ...options };
    this.layout = new TopicLayout(parts.topics);
    this.kafka = openKafka({ ...this.options, brokers: parts.brokers });
    this.admin = this.kafka.admin();
    this.appender = new KafkaAppender(this.kafka, this.layout);
    this.queue = new AppendQueue(
      (group) => this.guard(() => this.appender.write(group, this.parts.clock.nowMs())),
      this.options,
    );
    const { relayLeaseMs, maxRecordBytes } = this.options;
    this.outbox = new PostgresEventLog(parts.pool, parts.topics, parts.clock, {
      leaseMs: relayLeaseMs,
      heartbeatMs: relayLeaseMs / 4,
      maxRecordBytes,
    });
  }

  async append(topic: string, records: readonly LogRecord[]): Promise<void> {
    this.layout.get(topic);
    refuseReservedHeaders(records);
    this.startRelay();
    return this.queue.append(topic, records);
  }

  async appendIn(transaction: Queryable, topic: string, records: readonly LogRecord[]): Promise<void> {
    this.startRelay();
    await this.outbox.appendIn(transaction, topic, records);
  }

  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    this.startRelay();
    const positions = new PostgresPositions(this.parts.pool);
    return this.read(options, positions, {
      positions,
      inTransaction: transactionsOn(this.parts.pool),
      appendDeadLetter: (transaction, letter) => {
        const { topic, record } = deadLetterRecord(letter);
        return this.appendIn(transaction, topic, [record]);
      },
    });
  }

  async tail(topics: readonly string[], onBatch: (batch: RecordBatch) => void): Promise<Subscription> {
    const positions = new MemoryPositions();
    const group = `${this.options.clientId}-tail-${uuidv7(this.parts.clock.nowMs())}`;
    const handler = async (batch: RecordBatch): Promise<void> => onBatch(batch);
    const reading = await this.read({ group, topics, handler, from: 'latest' }, positions, {
      positions,
      inTransaction: (work) => work(NO_DATABASE),
      appendDeadLetter: () => Promise.resolve(),
    });
    const close = async (): Promise<void> => {
      await reading.close();
      await this.admin.deleteGroups([group]).catch(() => undefined);
    };
    return { close };
  }

  async lag(group: string, topics: readonly string[]): Promise<readonly PartitionLag[]> {
    return this.guard(async () => lagOf(this.parts.pool, group, await kafkaBounds(this.admin, topics)));
  }

  async applyRetention(nowMs: number): Promise<number> {
    return this.guard(() => trimExpired(this.admin, this.layout.all(), nowMs));
  }

  async ping(): Promise<void> {
    await this.guard(() => this.admin.describeCluster());
  }

  async close(): Promise<void> {
    // The relay publishes through the queue: it has to end first.
    this.stopping.abort();
    await this.relay;
    await this.outbox.close();
    await this.subscriptions.close();
    await this.queue.close();
    this.closed = true;
    await this.appender.close();
    await this.admin.disconnect().catch(() => undefined);
  }

  private async read(
    options: SubscribeOptions,
    positions: PositionStore,
    deps: ClaimedPartitionDeps,
  ): Promise<Subscription> {
    const { group, topics, onAssigned = () => undefined, onRevoked = () => undefined } = options;
    const limits = {
      maxBatchRecords: options.maxBatchRecords ?? this.options.maxBatchRecords,
      maxBatchBytes: options.maxBatchBytes ?? this.options.maxBatchBytes,
    };
    const partitionCount = this.layout.partitionsOf(topics).length;
    const gate = new Gate(options.concurrency ?? Number.POSITIVE_INFINITY);
    const subscription = new KafkaSubscription(this.kafka, this.admin, positions, {
      ...this.options,
      ...limits,
      group,
      topics,
      partitionCount,
      retryRequests: retryRequests(this.options.retries),
      onAssigned,
      onRevoked,
      memberId: uuidv7(this.parts.clock.nowMs()),
      startPartition: (claim) => {
        const claimed = new ClaimedPartition(claim, deps);
        return new KafkaPartition(
          claimed,
          new Delivery(options.handler, this.options.retry, claimed),
          gate,
          limits,
        );
      },
    });
    const handle = this.subscriptions.add(() => subscription.close());
    const join = this.guard(async () => {
      const starts = (await kafkaBounds(this.admin, topics)).map(({ topic, partition, start, end }) => ({
        topic,
        partition,
        offset: options.from === 'latest' ? end : start,
      }));
      await positions.prepare(group, starts);
      await subscription.start();
    });
    await join.catch(async (error: unknown) => {
      await handle.close();
      throw error;
    });
    return handle;
  }

  /** The relay runs in every process that uses the log; its group shares the work and survives any of them. */
  private startRelay(): void {
    this.relay ??= (async () => {
      const handler = outboxRelay(
        (topic, records) => this.queue.append(topic, records),
        transactionsOn(this.parts.pool),
      );
      const topics = this.layout.all().map(({ name }) => name);
      while (!this.stopping.signal.aborted) {
        try {
          await this.outbox.subscribe({ group: OUTBOX_GROUP, topics, handler });
          return;
        } catch (error) {
          logger.warn(`the outbox relay did not start, trying again: ${errorMessage(error)}`);
          await pause(this.options.heartbeatMs, this.stopping.signal);
        }
      }
    })();
  }

  private async ready(): Promise<void> {
    this.connected ??= (async () => {
      await this.admin.connect();
      await createTopics(this.admin, this.layout, this.options.maxFlushBytes + this.options.maxRecordBytes);
    })();
    await this.connected.catch((error: unknown) => {
      this.connected = undefined;
      throw error;
    });
  }

  private async guard<T>(work: () => Promise<T>): Promise<T> {
    if (this.closed) throw logClosed();
    try {
      await this.ready();
      return await work();
    } catch (error) {
      throw asLogError(error);
    }
  }
}
