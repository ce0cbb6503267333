import { Logger } from '@nestjs/common';
import { errorMessage } from '@fettle/kernel';
import { pause } from '../backoff';
import type { ClaimedPartition } from '../claimed-partition';
import { DELIVERY_STOPPED, type Delivery } from '../delivery';
import { isPositionLost } from '../errors';
import type { Gate } from '../gate';
import type { RecordBatch, StoredRecord } from '../port';
import type { BatchStore } from './batch-store';
import type { EndWatcher } from './end-watcher';

const AFTER_ERROR_MS = 500;

/** What a reader works with; the same for all partitions of a subscription. */
export interface ReaderDeps {
  readonly store: BatchStore;
  readonly watcher: EndWatcher;
  readonly gate: Gate;
  readonly maxBatchRecords: number;
  readonly maxBatchBytes: number;
  /** The claim no longer holds: another member has taken over. */
  readonly onLost: (reader: PartitionReader) => void;
}

const logger = new Logger('EventLog');

/** Reads one claimed partition: waits, fetches, delivers, one batch at a time, until it is stopped or loses its claim. */
export class PartitionReader {
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;

  constructor(
    readonly partition: ClaimedPartition,
    private readonly delivery: Delivery,
    private readonly deps: ReaderDeps,
  ) {
    this.running = this.run();
  }

  /** Lets the call in hand finish; resolves when no other will be made. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { claim } = this.partition;
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.deps.watcher.beyond(claim.topic, claim.partition, claim.nextOffset, signal);
      if (signal.aborted) return;
      try {
        await this.readOnce(signal);
      } catch (error) {
        if (error === DELIVERY_STOPPED) return;
        if (isPositionLost(error)) return this.deps.onLost(this);
        logger.warn(
          `reading ${claim.topic}[${claim.partition}] failed, trying again: ${errorMessage(error)}`,
        );
        await pause(AFTER_ERROR_MS, signal);
      }
    }
  }

  private async readOnce(signal: AbortSignal): Promise<void> {
    const { topic, partition, nextOffset } = this.partition.claim;
    const { store, gate, maxBatchBytes, maxBatchRecords } = this.deps;
    const records = await store.fetch(topic, partition, nextOffset, maxBatchBytes);
    if (records.length === 0) return this.skipDropped();
    for (let from = 0; from < records.length && !signal.aborted; from += maxBatchRecords) {
      const batch = toBatch(topic, partition, records.slice(from, from + maxBatchRecords));
      await gate.run(() => this.delivery.deliver(batch, signal));
    }
  }

  /** The partition has records, but none at the position: retention took them before this group read them. */
  private async skipDropped(): Promise<void> {
    const { topic, partition, nextOffset, group } = this.partition.claim;
    const bounds = await this.deps.store.bounds([topic]);
    const start = bounds.find((bound) => bound.partition === partition)?.start ?? 0;
    if (start <= nextOffset) return;
    logger.error(
      `LOG.RETENTION_PASSED: ${group} had not read ${topic}[${partition}]@${nextOffset}..${start - 1}`,
    );
    await this.partition.settle({ topic, partition, records: [], nextOffset: start }, false);
  }
}

/** Records of one partition as a batch that ends behind its last. */
export function toBatch(topic: string, partition: number, records: readonly StoredRecord[]): RecordBatch {
  return { topic, partition, records, nextOffset: records[records.length - 1]!.offset + 1 };
}
