import { uuidv7, type Clock } from '@fettle/kernel';
import { setMaxListeners } from 'node:events';
import type { Pool } from 'pg';
import { AppendQueue, recordsBytes, type AppendGroup } from '../append-queue';
import { ClaimedPartition } from '../claimed-partition';
import { Delivery, type RetryPolicy } from '../delivery';
import { asLogError, logClosed } from '../errors';
import { Gate } from '../gate';
import { deadLetterRecord, refuseReservedHeaders } from '../headers';
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
import { PostgresPositions, type Claim } from '../positions';
import { SubscriptionSet } from '../subscription-set';
import { TopicLayout } from '../topic-layout';
import { surviveBrokenConnections, transactionsOn } from '../transactions';
import { BatchStore } from './batch-store';
import { EndWatcher } from './end-watcher';
import { GroupMembership } from './group-membership';
import { lagOf } from '../lag';
import { PartitionReader } from './partition-reader';
import { tailPartition } from './tail';

/** What can be tuned; the defaults suit one machine. */
export interface PostgresEventLogOptions {
  /** A member that is silent for this long loses its partitions. */
  readonly leaseMs: number;
  readonly heartbeatMs: number;
  /** How often readers look for what other processes appended. */
  readonly pollMs: number;
  /** `append` waits while more than this is queued. */
  readonly maxQueuedBytes: number;
  readonly maxFlushBytes: number;
  readonly maxRecordBytes: number;
  readonly maxBatchRecords: number;
  readonly maxBatchBytes: number;
  readonly retry: RetryPolicy;
}

/** Defaults of {@link PostgresEventLogOptions}. */
export const POSTGRES_EVENT_LOG_DEFAULTS: PostgresEventLogOptions = {
  leaseMs: 6_000,
  heartbeatMs: 1_500,
  pollMs: 20,
  maxQueuedBytes: 32 * 1024 * 1024,
  maxFlushBytes: 4 * 1024 * 1024,
  maxRecordBytes: 8 * 1024 * 1024,
  maxBatchRecords: 5_000,
  maxBatchBytes: 2 * 1024 * 1024,
  retry: { maxAttempts: 4, firstMs: 100, maxMs: 10_000 },
};

/**
 * The event log in Postgres, for installations that run nothing else: an append is durable when its transaction is, readers
 * keep their position in the transaction of their results, `appendIn` is an ordinary insert of the caller's transaction.
 * The pool stays the caller's; a member needs it to have at least two connections besides those that handlers hold.
 */
export class PostgresEventLog implements EventLog {
  private readonly options: PostgresEventLogOptions;
  private readonly layout: TopicLayout;
  private readonly store: BatchStore;
  private readonly positions: PostgresPositions;
  private readonly queue: AppendQueue;
  private readonly closing = new AbortController();
  private readonly watcher: EndWatcher;
  private readonly subscriptions = new SubscriptionSet();
  private created: Promise<void> | undefined;

  constructor(
    private readonly pool: Pool,
    topics: readonly TopicDefinition[],
    private readonly clock: Clock,
    options: Partial<PostgresEventLogOptions> = {},
  ) {
    this.options = { ...POSTGRES_EVENT_LOG_DEFAULTS, ...options };
    surviveBrokenConnections(pool);
    this.layout = new TopicLayout(topics);
    this.store = new BatchStore(pool, this.layout);
    this.positions = new PostgresPositions(pool);
    this.queue = new AppendQueue((group) => this.flush(group), this.options);
    this.watcher = new EndWatcher(this.store, this.options.pollMs, this.closing.signal);
  }

  async append(topic: string, records: readonly LogRecord[]): Promise<void> {
    this.layout.get(topic);
    refuseReservedHeaders(records);
    return this.queue.append(topic, records);
  }

  async appendIn(transaction: Queryable, topic: string, records: readonly LogRecord[]): Promise<void> {
    this.layout.get(topic);
    refuseReservedHeaders(records);
    recordsBytes(records, this.options.maxRecordBytes);
    if (records.length === 0) return;
    await this.ready();
    await this.store.append(transaction, new Map([[topic, [...records]]]), this.clock.nowMs());
  }

  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    await this.guard(async () => {
      const bounds = await this.store.bounds(options.topics);
      const starts = bounds.map(({ topic, partition, start, end }) => ({
        topic,
        partition,
        offset: options.from === 'latest' ? end : start,
      }));
      await this.positions.prepare(options.group, starts);
    });
    const membership = this.membershipFor(options);
    await this.guard(() => membership.join());
    return this.subscriptions.add(() => membership.leave());
  }

  async tail(topics: readonly string[], onBatch: (batch: RecordBatch) => void): Promise<Subscription> {
    const stopping = new AbortController();
    // Every partition waits on it.
    setMaxListeners(0, stopping.signal);
    const running: Promise<void>[] = [];
    await this.guard(async () => {
      for (const bounds of await this.store.bounds(topics)) {
        running.push(
          tailPartition(this.store, this.watcher, bounds, { ...this.options, onBatch }, stopping.signal),
        );
      }
    });
    return this.subscriptions.add(async () => {
      stopping.abort();
      await Promise.all(running);
    });
  }

  async lag(group: string, topics: readonly string[]): Promise<readonly PartitionLag[]> {
    return this.guard(async () => lagOf(this.pool, group, await this.store.bounds(topics)));
  }

  async applyRetention(nowMs: number): Promise<number> {
    return this.guard(async () => {
      let trimmed = 0;
      for (const { name, retentionMs } of this.layout.all()) {
        for (const { partition } of this.layout.partitionsOf([name])) {
          const dropped = await this.store.drop(
            name,
            partition,
            nowMs - retentionMs,
            Number.MAX_SAFE_INTEGER,
          );
          trimmed += Number(dropped);
        }
      }
      return trimmed;
    });
  }

  async ping(): Promise<void> {
    await this.guard(() => this.pool.query('SELECT 1'));
  }

  async close(): Promise<void> {
    await this.queue.close();
    await this.subscriptions.close();
    this.closing.abort();
    await this.watcher.idle();
  }

  private membershipFor(options: SubscribeOptions): GroupMembership {
    const { onAssigned = () => undefined, onRevoked = () => undefined, group, topics } = options;
    const gate = new Gate(options.concurrency ?? Number.POSITIVE_INFINITY);
    const membership: GroupMembership = new GroupMembership(this.pool, this.positions, {
      group,
      topics,
      onAssigned,
      onRevoked,
      memberId: uuidv7(this.clock.nowMs()),
      partitions: this.layout.partitionsOf(topics),
      leaseMs: this.options.leaseMs,
      heartbeatMs: this.options.heartbeatMs,
      startReader: (claim) => this.startReader(claim, options, gate, (reader) => membership.lost(reader)),
    });
    return membership;
  }

  private startReader(
    claim: Claim,
    options: SubscribeOptions,
    gate: Gate,
    onLost: (reader: PartitionReader) => void,
  ): PartitionReader {
    const partition = new ClaimedPartition(claim, {
      positions: this.positions,
      inTransaction: transactionsOn(this.pool),
      appendDeadLetter: (transaction, letter) => {
        const { topic, record } = deadLetterRecord(letter);
        return this.appendIn(transaction, topic, [record]);
      },
    });
    const delivery = new Delivery(options.handler, this.options.retry, partition);
    return new PartitionReader(partition, delivery, {
      store: this.store,
      watcher: this.watcher,
      gate,
      maxBatchRecords: options.maxBatchRecords ?? this.options.maxBatchRecords,
      maxBatchBytes: options.maxBatchBytes ?? this.options.maxBatchBytes,
      onLost,
    });
  }

  private async flush(group: AppendGroup): Promise<void> {
    const grown = await this.guard(() => this.store.append(this.pool, group, this.clock.nowMs()));
    this.watcher.advance(grown);
  }

  /** Partitions are made at the first use; a failure to do so is tried again at the next. */
  private async ready(): Promise<void> {
    this.created ??= this.store.createPartitions();
    await this.created.catch((error: unknown) => {
      this.created = undefined;
      throw error;
    });
  }

  private async guard<T>(work: () => Promise<T>): Promise<T> {
    if (this.closing.signal.aborted) throw logClosed();
    try {
      await this.ready();
      return await work();
    } catch (error) {
      throw asLogError(error);
    }
  }
}
