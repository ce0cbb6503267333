import { Logger } from '@nestjs/common';
import { errorMessage } from '@fettle/kernel';
import { pause } from '../backoff';
import type { ClaimedPartition } from '../claimed-partition';
import { DELIVERY_STOPPED, type Delivery } from '../delivery';
import { isPositionLost } from '../errors';
import type { Gate } from '../gate';
import { outboxSequenceOf } from '../headers';
import type { RecordBatch, StoredRecord } from '../port';

const AFTER_ERROR_MS = 500;

/** A run of records as fetched: from `records[0]` on nothing is missing up to `nextOffset`. */
export interface Fetched {
  readonly records: readonly StoredRecord[];
  readonly nextOffset: number;
}

/** How a fetched run is cut into batches. */
export interface BatchLimits {
  readonly maxBatchRecords: number;
  readonly maxBatchBytes: number;
}

const logger = new Logger('EventLog');

/** One assigned and claimed partition: delivers what is fetched for it, one run at a time. */
export class KafkaPartition {
  private readonly stopping = new AbortController();
  private work: Promise<'done' | 'lost'> | undefined;

  constructor(
    readonly claimed: ClaimedPartition,
    private readonly delivery: Delivery,
    private readonly gate: Gate,
    private readonly limits: BatchLimits,
  ) {}

  get busy(): boolean {
    return this.work !== undefined;
  }

  /** Where the next fetch should begin. */
  get nextOffset(): number {
    return this.claimed.claim.nextOffset;
  }

  /** Resolves `lost` when another member has claimed the partition. Never rejects. */
  deliver(fetched: Fetched): Promise<'done' | 'lost'> {
    this.work = this.run(fetched).finally(() => (this.work = undefined));
    return this.work;
  }

  /** Lets the call in hand finish; nothing is called afterwards. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.work;
  }

  private async run(fetched: Fetched): Promise<'done' | 'lost'> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.deliverFrom(fetched, signal);
        return 'done';
      } catch (error) {
        if (error === DELIVERY_STOPPED) return 'done';
        if (isPositionLost(error)) return 'lost';
        logger.warn(`${errorMessage(error)}; trying again`);
        await pause(AFTER_ERROR_MS, signal);
      }
    }
    return 'done';
  }

  private async deliverFrom(fetched: Fetched, signal: AbortSignal): Promise<void> {
    const { topic, partition } = this.claimed.claim;
    for (const part of cut(
      fetched,
      this.claimed.claim.nextOffset,
      this.claimed.claim.outboxSequence,
      this.limits,
    )) {
      if (signal.aborted) return;
      const batch: RecordBatch = { topic, partition, ...part };
      if (batch.records.length === 0) await this.claimed.settle(batch, false);
      else await this.gate.run(() => this.delivery.deliver(batch, signal));
    }
  }
}

/**
 * Cuts a run into batches. Leaves out what lies before the position, and repetitions of the outbox relay: it publishes each
 * partition's sequence in order, restarting only at numbers it has published before, so whatever does not rise was seen.
 */
export function cut(fetched: Fetched, from: number, outboxSequence: number, limits: BatchLimits): Fetched[] {
  const parts: Fetched[] = [];
  let records: StoredRecord[] = [];
  let bytes = 0;
  let seen = outboxSequence;
  for (const record of fetched.records) {
    if (record.offset < from) continue;
    const sequence = sequenceOf(record);
    if (sequence !== undefined && sequence <= seen) continue;
    seen = sequence ?? seen;
    if (records.length >= limits.maxBatchRecords || (records.length > 0 && bytes >= limits.maxBatchBytes)) {
      parts.push({ records, nextOffset: record.offset });
      records = [];
      bytes = 0;
    }
    records.push(record);
    bytes += record.value.length;
  }
  if (fetched.nextOffset > from) parts.push({ records, nextOffset: fetched.nextOffset });
  return parts;
}

function sequenceOf(record: StoredRecord): number | undefined {
  const sequence = outboxSequenceOf(record);
  return sequence < 0 ? undefined : sequence;
}
