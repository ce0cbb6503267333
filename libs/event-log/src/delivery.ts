import { errorCode, errorMessage } from '@fettle/kernel';
import { backoffMs, pause, type BackoffOptions } from './backoff';
import { isInfrastructureError, isPositionLost, logClosed } from './errors';
import type { BatchHandler, Position, Queryable, RecordBatch, StoredRecord } from './port';

/** How often a handler is tried before its batch is taken apart, and how long it rests in between. */
export interface RetryPolicy extends BackoffOptions {
  /** Calls with the whole batch, at least 1. */
  readonly maxAttempts: number;
}

/** Why a record goes to the dead-letter topic. */
export interface DeadLetter {
  readonly record: StoredRecord;
  readonly topic: string;
  readonly partition: number;
  readonly code: string;
  readonly message: string;
  /** How many handler calls had this record in their batch. */
  readonly attempts: number;
}

/** What delivery needs of the log it delivers from. */
export interface DeliveryPort {
  /** Commits the position of a batch in the given transaction. */
  commit(transaction: Queryable, batch: RecordBatch): Promise<void>;
  /** Called after a handler has resolved: commits by itself when the handler did not, then goes on behind the batch. */
  settle(batch: RecordBatch, committed: boolean): Promise<void>;
  /** Stores a dead letter and moves the position past its record, in one transaction. */
  bury(letter: DeadLetter, batch: RecordBatch): Promise<void>;
  onRetry(error: unknown, attempt: number, batch: RecordBatch): void;
}

/** Thrown out of a delivery that was told to stop between two attempts; nothing was committed for the rest of the batch. */
export const DELIVERY_STOPPED = logClosed();

/**
 * Hands batches to a handler until each record is either handled or buried, whatever the handler does:
 * - infrastructure errors are retried for ever with capped backoff, since no record is to blame;
 * - other errors are retried `maxAttempts` times, then the batch is halved until the record that fails stands alone, and
 *   only that one goes to the dead-letter topic;
 * - `LOG.POSITION_LOST` is passed up: this member no longer reads the partition.
 */
export class Delivery {
  constructor(
    private readonly handler: BatchHandler,
    private readonly policy: RetryPolicy,
    private readonly port: DeliveryPort,
    private readonly chance: () => number = Math.random,
  ) {}

  /** Resolves when the whole batch is done. Rejects with `LOG.POSITION_LOST`, or {@link DELIVERY_STOPPED} once aborted. */
  async deliver(batch: RecordBatch, signal: AbortSignal): Promise<void> {
    const failure = await this.attempt(batch, this.policy.maxAttempts, signal);
    if (failure) await this.divide(batch, failure, this.policy.maxAttempts, signal);
  }

  /** Sub-batches get a single call each: the whole batch had its retries already. */
  private async divide(
    batch: RecordBatch,
    failure: Failure,
    attempts: number,
    signal: AbortSignal,
  ): Promise<void> {
    const { records, topic, partition } = batch;
    if (records.length === 1) {
      const letter = { record: records[0]!, topic, partition, ...failure, attempts };
      return this.persist(() => this.port.bury(letter, batch), batch, signal);
    }
    for (const half of halves(batch)) {
      const next = await this.attempt(half, 1, signal);
      if (next) await this.divide(half, next, attempts + 1, signal);
    }
  }

  /** Undefined when the batch was handled, else why it was not. */
  private async attempt(
    batch: RecordBatch,
    maxAttempts: number,
    signal: AbortSignal,
  ): Promise<Failure | undefined> {
    for (let attempt = 1, outages = 0; ;) {
      if (signal.aborted) throw DELIVERY_STOPPED;
      const position = new BatchPosition(this.port, batch);
      try {
        await this.handler(batch, position);
        await this.port.settle(batch, position.committed);
        return undefined;
      } catch (error) {
        if (isPositionLost(error)) throw error;
        const outage = isInfrastructureError(error);
        this.port.onRetry(error, outage ? ++outages : attempt, batch);
        if (!outage && attempt++ >= maxAttempts)
          return { code: errorCode(error), message: errorMessage(error) };
        await pause(backoffMs(this.policy, outage ? outages : attempt - 1, this.chance()), signal);
      }
    }
  }

  private async persist(action: () => Promise<void>, batch: RecordBatch, signal: AbortSignal): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await action();
      } catch (error) {
        if (isPositionLost(error)) throw error;
        this.port.onRetry(error, attempt, batch);
        await pause(backoffMs(this.policy, attempt, this.chance()), signal);
        if (signal.aborted) throw DELIVERY_STOPPED;
      }
    }
  }
}

interface Failure {
  readonly code: string;
  readonly message: string;
}

class BatchPosition implements Position {
  committed = false;

  constructor(
    private readonly port: DeliveryPort,
    private readonly batch: RecordBatch,
  ) {}

  async commit(transaction: Queryable): Promise<void> {
    await this.port.commit(transaction, this.batch);
    this.committed = true;
  }
}

function halves(batch: RecordBatch): RecordBatch[] {
  const middle = batch.records.length >> 1;
  const second = batch.records.slice(middle);
  return [
    { ...batch, records: batch.records.slice(0, middle), nextOffset: second[0]!.offset },
    { ...batch, records: second },
  ];
}
