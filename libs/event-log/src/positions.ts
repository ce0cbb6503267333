import { AppError } from '@fettle/kernel';
import type { Queryable } from './port';

/** Names one partition of one topic as a group sees it. */
export interface PartitionKey {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
}

/** The right to read a partition, until another member claims it. Each claim has its own epoch. */
export interface Claim extends PartitionKey {
  readonly epoch: number;
  /** Where the next batch begins. */
  nextOffset: number;
  /** Highest outbox sequence already handled, -1 for none; records at or below it are repetitions. */
  outboxSequence: number;
}

/** Where a claim moves to when a batch is done. */
export interface Advance {
  readonly nextOffset: number;
  readonly outboxSequence: number;
}

/** The bookmarks of consumer groups, fenced by claims. */
export interface PositionStore {
  /** Gives every partition a position where it has none yet. */
  prepare(
    group: string,
    starts: readonly { topic: string; partition: number; offset: number }[],
  ): Promise<void>;
  /**
   * Takes a partition over: from now on no earlier claim can commit. Undefined when it cannot be had yet: a predecessor is
   * committing right now, or (unless `force`) a living member other than `owner` holds it.
   */
  claim(key: PartitionKey, owner: string, force: boolean): Promise<Claim | undefined>;
  /** Gives a claim back, unless it was taken over already. */
  release(claim: Claim): Promise<void>;
  /** Moves a claim within the caller's transaction. Throws `LOG.POSITION_LOST` unless it is still where the claim says. */
  commit(transaction: Queryable, claim: Claim, to: Advance): Promise<void>;
}

interface PositionRow {
  readonly next_offset: string;
  readonly epoch: string;
  readonly outbox_sequence: string;
}

/** Positions in table `log_positions`; the same for every adapter, since results live in Postgres too. */
export class PostgresPositions implements PositionStore {
  constructor(private readonly database: Queryable) {}

  async prepare(
    group: string,
    starts: readonly { topic: string; partition: number; offset: number }[],
  ): Promise<void> {
    await this.database.query(
      `INSERT INTO log_positions (group_name, topic, partition, next_offset)
       SELECT $1, * FROM unnest($2::text[], $3::int[], $4::bigint[]) ORDER BY 2, 3 ON CONFLICT DO NOTHING`,
      [group, starts.map((s) => s.topic), starts.map((s) => s.partition), starts.map((s) => s.offset)],
    );
  }

  async claim(key: PartitionKey, owner: string, force: boolean): Promise<Claim | undefined> {
    // A row that is locked is a transaction about to commit this position: skipped, asked for again soon. Once the
    // update is through, whoever held an earlier epoch can no longer commit.
    const { rows } = await this.database.query(
      `UPDATE log_positions AS claimed SET owner = $4, epoch = claimed.epoch + 1
       FROM (SELECT p.group_name, p.topic, p.partition FROM log_positions p
         WHERE p.group_name = $1 AND p.topic = $2 AND p.partition = $3
           AND ($5::boolean OR p.owner IS NULL OR p.owner = $4 OR NOT EXISTS (SELECT FROM log_members m
             WHERE m.group_name = $1 AND m.member_id = p.owner AND m.lease_until > clock_timestamp()))
         FOR NO KEY UPDATE SKIP LOCKED) AS free
       WHERE claimed.group_name = free.group_name AND claimed.topic = free.topic AND claimed.partition = free.partition
       RETURNING claimed.next_offset, claimed.epoch, claimed.outbox_sequence`,
      [key.group, key.topic, key.partition, owner, force],
    );
    const row = rows[0] as PositionRow | undefined;
    if (!row) return undefined;
    const { group, topic, partition } = key;
    return {
      group,
      topic,
      partition,
      epoch: Number(row.epoch),
      nextOffset: Number(row.next_offset),
      outboxSequence: Number(row.outbox_sequence),
    };
  }

  async release(claim: Claim): Promise<void> {
    await this.database.query(
      `UPDATE log_positions SET owner = NULL WHERE group_name = $1 AND topic = $2 AND partition = $3 AND epoch = $4`,
      [claim.group, claim.topic, claim.partition, claim.epoch],
    );
  }

  async commit(transaction: Queryable, claim: Claim, to: Advance): Promise<void> {
    const { group, topic, partition, epoch, nextOffset } = claim;
    const { rowCount } = await transaction.query(
      `UPDATE log_positions SET next_offset = $6, outbox_sequence = $7
       WHERE group_name = $1 AND topic = $2 AND partition = $3 AND epoch = $4 AND next_offset = $5`,
      [group, topic, partition, epoch, nextOffset, to.nextOffset, to.outboxSequence],
    );
    if (rowCount === 1) return;
    throw new AppError('LOG.POSITION_LOST', 'another member of the group reads this partition now', {
      details: { group, topic, partition, epoch, expected: nextOffset },
    });
  }
}
