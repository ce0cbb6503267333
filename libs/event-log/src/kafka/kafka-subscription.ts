import { Logger } from '@nestjs/common';
import { errorMessage } from '@fettle/kernel';
import type { Admin, Batch, Consumer, EachBatchPayload, IHeaders, Kafka } from 'kafkajs';
import { pause } from '../backoff';
import { isInfrastructureError, isPositionLost, logClosed } from '../errors';
import type { StoredRecord } from '../port';
import type { Claim, PositionStore } from '../positions';
import { kafkaBounds } from './kafka-client';
import type { Fetched, KafkaPartition } from './kafka-partition';

/** How long the shared fetch loop waits for one partition before it goes on without it. */
const PATIENCE_MS = 200;
const CLAIM_RETRY_MS = 100;
const RESTART_MS = 1_000;
const JOIN_ATTEMPTS = 20;

/** What a subscription reads, and whom it tells. */
export interface KafkaSubscriptionOptions {
  readonly group: string;
  readonly memberId: string;
  readonly topics: readonly string[];
  readonly partitionCount: number;
  readonly maxBatchBytes: number;
  readonly sessionTimeoutMs: number;
  readonly heartbeatMs: number;
  readonly maxWaitMs: number;
  readonly retryRequests: {
    readonly initialRetryTime: number;
    readonly maxRetryTime: number;
    readonly retries: number;
  };
  readonly startPartition: (claim: Claim) => KafkaPartition;
  readonly onAssigned: (topic: string, partitions: readonly number[]) => void;
  readonly onRevoked: (topic: string, partitions: readonly number[]) => void;
}

const logger = new Logger('EventLog');
const keyOf = (topic: string, partition: number): string => `${topic}/${partition}`;

/**
 * Membership by Kafka, positions by Postgres. Each assigned partition stays paused until its position is claimed, then is
 * fetched from there; Kafka's own committed offsets are neither read nor written. A partition whose handler takes long is paused, so
 * that it holds up no other.
 */
export class KafkaSubscription {
  private readonly partitions = new Map<string, KafkaPartition | 'claiming'>();
  private readonly leaving = new Set<Promise<void>>();
  private consumer: Consumer | undefined;
  /** The consumer that is in the group now; only it can be told where to fetch. */
  private joined: Consumer | undefined;
  private stopWaiting = (): void => undefined;
  private closing = false;

  constructor(
    private readonly kafka: Kafka,
    private readonly admin: Admin,
    private readonly positions: PositionStore,
    private readonly options: KafkaSubscriptionOptions,
  ) {}

  /** Joins the group; resolves when its first share is claimed. A coordinator that is still starting is waited for, a while. */
  async start(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.join();
      } catch (error) {
        await this.consumer?.disconnect().catch(() => undefined);
        if (this.closing || attempt >= JOIN_ATTEMPTS || !isInfrastructureError(error)) throw error;
        await pause(RESTART_MS);
      }
    }
  }

  private async join(): Promise<void> {
    const consumer = this.open();
    this.consumer = consumer;
    const joined = new Promise<void>((resolve, reject) => {
      let hasJoined = false;
      this.stopWaiting = () => reject(logClosed());
      consumer.on('consumer.group_join', ({ payload }) => {
        hasJoined = true;
        this.joined = consumer;
        resolve(this.assign(consumer, payload.memberAssignment));
      });
      consumer.on('consumer.crash', ({ payload }) => {
        if (this.joined === consumer) this.joined = undefined;
        if (hasJoined) void this.restart(consumer);
        else reject(payload.error);
      });
    });
    // Watched from the start: a crash may come before anybody waits.
    joined.catch(() => undefined);
    await consumer.connect();
    await consumer.subscribe({ topics: [...this.options.topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.options.partitionCount,
      eachBatch: (payload) => this.onFetched(consumer, payload),
    });
    await joined;
  }

  /** Lets the batches in hand finish, then leaves the group. */
  async close(): Promise<void> {
    this.closing = true;
    this.joined = undefined;
    this.stopWaiting();
    for (const key of [...this.partitions.keys()]) this.giveUp(key);
    await Promise.all(this.leaving);
    await this.consumer?.disconnect().catch(() => undefined);
  }

  private open(): Consumer {
    const { group, sessionTimeoutMs, heartbeatMs, maxBatchBytes, maxWaitMs } = this.options;
    return this.kafka.consumer({
      groupId: group,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: sessionTimeoutMs * 2,
      heartbeatInterval: heartbeatMs,
      maxBytesPerPartition: maxBatchBytes,
      maxBytes: maxBatchBytes * 8,
      maxWaitTimeInMs: maxWaitMs,
      allowAutoTopicCreation: false,
      // Restarting is done here: kafkajs does it for some errors only, and cannot be told to stop.
      retry: { ...this.options.retryRequests, restartOnFailure: () => Promise.resolve(false) },
    });
  }

  private async assign(consumer: Consumer, assignment: Record<string, number[]>): Promise<void> {
    const wanted = Object.entries(assignment).flatMap(([topic, numbers]) =>
      numbers.map((partition) => ({ topic, partition, key: keyOf(topic, partition) })),
    );
    const wantedKeys = new Set(wanted.map(({ key }) => key));
    for (const key of [...this.partitions.keys()]) if (!wantedKeys.has(key)) this.giveUp(key);
    const added = wanted.filter(({ key }) => !this.partitions.has(key));
    for (const { topic, partition } of wanted) {
      const held = this.partitions.get(keyOf(topic, partition));
      // A new generation begins at Kafka's offsets: each partition has to be put back to its own position.
      consumer.pause([{ topic, partitions: [partition] }]);
      if (held && held !== 'claiming' && !held.busy) this.proceed(held);
    }
    await Promise.all(added.map(({ topic, partition }) => this.claim(topic, partition)));
  }

  private async claim(topic: string, partition: number): Promise<void> {
    const key = keyOf(topic, partition);
    const { group, memberId, startPartition, onAssigned } = this.options;
    this.partitions.set(key, 'claiming');
    while (!this.closing && this.partitions.get(key) === 'claiming') {
      try {
        const claim = await this.positions.claim({ group, topic, partition }, memberId, true);
        if (claim && this.partitions.get(key) === 'claiming') {
          onAssigned(topic, [partition]);
          const reader = startPartition(claim);
          this.partitions.set(key, reader);
          return this.proceed(reader);
        }
      } catch (error) {
        logger.warn(`claiming ${key} for ${group} failed, trying again: ${errorMessage(error)}`);
      }
      await pause(CLAIM_RETRY_MS);
    }
  }

  /**
   * Fetch this partition (again), from its position, by whichever consumer is in the group by now: the one that a claim or
   * a delivery began under may have crashed meanwhile. Without one, the next that joins does it.
   */
  private proceed(reader: KafkaPartition): void {
    const { topic, partition } = reader.claimed.claim;
    if (this.partitions.get(keyOf(topic, partition)) !== reader || !this.joined) return;
    try {
      this.joined.seek({ topic, partition, offset: String(reader.nextOffset) });
      this.joined.resume([{ topic, partitions: [partition] }]);
    } catch (error) {
      // It is crashing, and says so in a moment.
      logger.debug(`${keyOf(topic, partition)} waits for the next consumer: ${errorMessage(error)}`);
    }
  }

  private giveUp(key: string): void {
    const reader = this.partitions.get(key);
    this.partitions.delete(key);
    if (!reader || reader === 'claiming') return;
    const { claim } = reader.claimed;
    const done = reader
      .stop()
      .then(() => this.options.onRevoked(claim.topic, [claim.partition]))
      .then(() => this.positions.release(claim))
      .catch((error: unknown) => logger.warn(`releasing ${key}: ${errorMessage(error)}`))
      .finally(() => this.leaving.delete(done));
    this.leaving.add(done);
  }

  private async onFetched(consumer: Consumer, payload: EachBatchPayload): Promise<void> {
    const { topic, partition } = payload.batch;
    const reader = this.partitions.get(keyOf(topic, partition));
    if (!reader || reader === 'claiming' || reader.busy) return void payload.pause();
    const fetched = toFetched(payload.batch);
    if (fetchedFrom(payload.batch) > reader.nextOffset) await this.skipDropped(reader);
    if (fetchedFrom(payload.batch) > reader.nextOffset || fetched.nextOffset <= reader.nextOffset) {
      return consumer.seek({ topic, partition, offset: String(reader.nextOffset) });
    }
    const work = reader.deliver(fetched).then((outcome) => {
      if (outcome === 'lost') this.lost(reader);
      return 'settled' as const;
    });
    const settled = await Promise.race([work, pause(PATIENCE_MS)]);
    const isHeld = this.partitions.get(keyOf(topic, partition)) === reader;
    if (settled && isHeld && this.joined === consumer) {
      payload.resolveOffset(String(reader.nextOffset - 1));
    } else {
      payload.pause();
      void work.then(() => this.proceed(reader));
    }
  }

  /** Another member committed this partition. Kafka still says it is ours: claim it anew, after a breath. */
  private lost(reader: KafkaPartition): void {
    const { topic, partition } = reader.claimed.claim;
    if (this.partitions.get(keyOf(topic, partition)) !== reader) return;
    this.partitions.set(keyOf(topic, partition), 'claiming');
    this.options.onRevoked(topic, [partition]);
    void pause(this.options.heartbeatMs).then(() => this.claim(topic, partition));
  }

  /** When records at the position are gone (retention took them before this group read them), goes on behind the gap. */
  private async skipDropped(reader: KafkaPartition): Promise<void> {
    const { topic, partition, group } = reader.claimed.claim;
    try {
      const bounds = await kafkaBounds(this.admin, [topic]);
      const start = bounds.find((bound) => bound.partition === partition)?.start ?? 0;
      if (start <= reader.nextOffset) return;
      const gap = `${topic}[${partition}]@${reader.nextOffset}..${start - 1}`;
      await reader.claimed.settle({ topic, partition, records: [], nextOffset: start }, false);
      logger.error(`LOG.RETENTION_PASSED: ${group} had not read ${gap}`);
    } catch (error) {
      if (isPositionLost(error)) this.lost(reader);
      else logger.warn(`skipping a gap failed, trying again: ${errorMessage(error)}`);
    }
  }

  /** A consumer that has crashed is replaced; what it held is put back to its position when the group is joined again. */
  private async restart(crashed: Consumer): Promise<void> {
    while (!this.closing && this.consumer === crashed) {
      await crashed.disconnect().catch(() => undefined);
      await pause(RESTART_MS);
      if (this.closing) return;
      try {
        await this.start();
      } catch (error) {
        logger.error(`rejoining ${this.options.group} failed, trying again: ${errorMessage(error)}`);
        crashed = this.consumer;
      }
    }
  }
}

/** The offset that was asked for; kafkajs keeps it on the batch, its types do not say so. */
function fetchedFrom(batch: Batch & { fetchedOffset?: unknown }): number {
  return batch.fetchedOffset === undefined ? Number(batch.firstOffset() ?? 0) : Number(batch.fetchedOffset);
}

function toFetched(batch: Batch): Fetched {
  const records = batch.messages.map(({ key, value, headers, offset }): StoredRecord => ({
    key: key?.toString() ?? '',
    value: value ?? Buffer.alloc(0),
    headers: toHeaders(headers),
    offset: Number(offset),
  }));
  return { records, nextOffset: Number(batch.lastOffset()) + 1 };
}

const NO_HEADERS: Record<string, string> = Object.freeze({});

function toHeaders(headers: IHeaders | undefined): Record<string, string> {
  const names = headers ? Object.keys(headers) : [];
  if (names.length === 0) return NO_HEADERS;
  return Object.fromEntries(names.map((name) => [name, String(headers![name] ?? '')]));
}
