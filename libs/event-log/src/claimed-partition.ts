import { Logger } from '@nestjs/common';
import { errorCode, errorMessage } from '@fettle/kernel';
import type { DeadLetter, DeliveryPort } from './delivery';
import { outboxSequenceOf } from './headers';
import type { Queryable, RecordBatch } from './port';
import type { Advance, Claim, PositionStore } from './positions';

/** Runs `work` in one transaction of the log's own database; rolls back when it rejects. */
export type InTransaction = (work: (transaction: Queryable) => Promise<void>) => Promise<void>;

/** What a claimed partition needs besides its position. */
export interface ClaimedPartitionDeps {
  readonly positions: PositionStore;
  readonly inTransaction: InTransaction;
  /** Appends a dead letter in the transaction. */
  readonly appendDeadLetter: (transaction: Queryable, letter: DeadLetter) => Promise<void>;
}

const logger = new Logger('EventLog');

/** Ties a delivery to the position of one claimed partition: what is done moves the claim, in memory only after it moved in the database. */
export class ClaimedPartition implements DeliveryPort {
  constructor(
    readonly claim: Claim,
    private readonly deps: ClaimedPartitionDeps,
  ) {}

  commit(transaction: Queryable, batch: RecordBatch): Promise<void> {
    return this.deps.positions.commit(transaction, this.claim, this.behind(batch));
  }

  async settle(batch: RecordBatch, committed: boolean): Promise<void> {
    const to = this.behind(batch);
    if (!committed) {
      await this.deps.inTransaction((transaction) => this.deps.positions.commit(transaction, this.claim, to));
    }
    this.moveTo(to);
  }

  async bury(letter: DeadLetter, batch: RecordBatch): Promise<void> {
    const to = this.behind(batch);
    await this.deps.inTransaction(async (transaction) => {
      await this.deps.appendDeadLetter(transaction, letter);
      await this.deps.positions.commit(transaction, this.claim, to);
    });
    this.moveTo(to);
    const { topic, partition, record, code, message } = letter;
    logger.error(
      `${code}: ${topic}[${partition}]@${record.offset} went to the dead-letter topic: ${message}`,
    );
  }

  onRetry(error: unknown, attempt: number, batch: RecordBatch): void {
    const where = `${this.claim.group} at ${batch.topic}[${batch.partition}]@${batch.records[0]?.offset}`;
    logger.warn(`${errorCode(error)}: attempt ${attempt} of ${where} failed: ${errorMessage(error)}`);
  }

  private behind(batch: RecordBatch): Advance {
    let outboxSequence = this.claim.outboxSequence;
    for (const record of batch.records) outboxSequence = Math.max(outboxSequence, outboxSequenceOf(record));
    return { nextOffset: batch.nextOffset, outboxSequence };
  }

  private moveTo(to: Advance): void {
    this.claim.nextOffset = to.nextOffset;
    this.claim.outboxSequence = to.outboxSequence;
  }
}
