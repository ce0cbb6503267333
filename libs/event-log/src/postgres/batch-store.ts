import { escapeLiteral, type Pool } from 'pg';
import { encodeRecords, decodeRecords } from '../record-codec';
import type { LogRecord, Queryable, StoredRecord } from '../port';
import type { AppendGroup } from '../append-queue';
import type { TopicLayout } from '../topic-layout';
import { copyOut } from './copy-out';

/** Where a partition ends after an append: the next offset to be given out. */
export interface PartitionEnd {
  readonly topic: string;
  readonly partition: number;
  readonly end: number;
}

/** First and next offset of a partition. */
export interface PartitionBounds extends PartitionEnd {
  readonly start: number;
}

const MAX_ROWS_A_FETCH = 256;
const RETENTION_CHUNK_ROWS = 1_000;
const APPEND_SQL =
  'SELECT log_append($1::text[], $2::int[], $3::int[], $4::int[], $5::bytea, $6::bigint) AS bases';

/** The SQL of the log: one row per partition of an append, as a Kafka record batch, read back in offset order. */
export class BatchStore {
  constructor(
    private readonly pool: Pool,
    private readonly layout: TopicLayout,
  ) {}

  /** Adds partitions that are missing. Needs no right to write when none is. */
  async createPartitions(): Promise<void> {
    const wanted = this.layout.partitionsOf(this.layout.all().map(({ name }) => name));
    const { rows } = await this.pool.query<{ topic: string; partition: number }>(
      'SELECT topic, partition FROM log_partitions',
    );
    const known = new Set(rows.map(({ topic, partition }) => `${topic}/${partition}`));
    const missing = wanted.filter(({ topic, partition }) => !known.has(`${topic}/${partition}`));
    if (missing.length === 0) return;
    await this.pool.query(
      `INSERT INTO log_partitions (topic, partition) SELECT * FROM unnest($1::text[], $2::int[]) ORDER BY 1, 2 ON CONFLICT DO NOTHING`,
      [missing.map(({ topic }) => topic), missing.map(({ partition }) => partition)],
    );
  }

  /**
   * Writes a group in one round trip. Partition rows are locked in sorted order until the transaction ends: that makes
   * batches visible in offset order and keeps two appends from waiting for each other.
   */
  async append(database: Queryable, group: AppendGroup, nowMs: number): Promise<PartitionEnd[]> {
    const parts = this.split(group);
    const payloads = parts.map(({ records }) => encodeRecords(records));
    const { rows } = await database.query(APPEND_SQL, [
      parts.map(({ topic }) => topic),
      parts.map(({ partition }) => partition),
      parts.map(({ records }) => records.length),
      payloads.map(({ length }) => length),
      payloads.length === 1 ? payloads[0]! : Buffer.concat(payloads),
      nowMs,
    ]);
    const { bases } = rows[0] as { bases: string[] };
    return parts.map(({ topic, partition, records }, i) => ({
      topic,
      partition,
      end: Number(bases[i]) + records.length,
    }));
  }

  /** Records from `offset` on, whole batches up to about `maxBytes` (at least one), oldest first; empty when there are none. */
  async fetch(topic: string, partition: number, offset: number, maxBytes: number): Promise<StoredRecord[]> {
    const where = `topic = ${escapeLiteral(topic)} AND partition = ${Number(partition)}`;
    const rows = await copyOut(
      this.pool,
      `SELECT base_offset, payload FROM (
         SELECT base_offset, payload, sum(octet_length(payload)) OVER (ORDER BY base_offset) - octet_length(payload) AS before
         FROM log_batches WHERE ${where} AND base_offset >= coalesce(
           (SELECT max(base_offset) FROM log_batches WHERE ${where} AND base_offset <= ${Number(offset)}), 0)
         ORDER BY base_offset LIMIT ${MAX_ROWS_A_FETCH}) AS ahead
       WHERE before < ${Number(maxBytes)}`,
    );
    const records: StoredRecord[] = [];
    for (const [base, payload] of rows) {
      for (const record of decodeRecords(payload!, Number(base!.readBigInt64BE()))) {
        if (record.offset >= offset) records.push(record);
      }
    }
    return records;
  }

  /** Bounds of all partitions of the topics. */
  async bounds(topics: readonly string[]): Promise<PartitionBounds[]> {
    const { rows } = await this.pool.query<{
      topic: string;
      partition: number;
      first_offset: string;
      next_offset: string;
    }>({
      name: 'log_bounds',
      text: 'SELECT topic, partition, first_offset, next_offset FROM log_partitions WHERE topic = ANY($1) ORDER BY topic, partition',
      values: [topics],
    });
    return rows.map(({ topic, partition, first_offset, next_offset }) => ({
      topic,
      partition,
      start: Number(first_offset),
      end: Number(next_offset),
    }));
  }

  /**
   * Drops the oldest batches of a partition as long as they were appended before `beforeMs` and lie wholly below `belowOffset`.
   * Returns whether any was dropped.
   */
  async drop(topic: string, partition: number, beforeMs: number, belowOffset: number): Promise<boolean> {
    for (let dropped = false; ; dropped = true) {
      const { rows } = await this.pool.query<{ gone: string }>(
        `WITH head AS (
           SELECT base_offset FROM (
             SELECT base_offset, bool_and(appended_at_ms < $3 AND base_offset + record_count <= $4) OVER (ORDER BY base_offset) AS expired
             FROM log_batches WHERE topic = $1 AND partition = $2 ORDER BY base_offset LIMIT ${RETENTION_CHUNK_ROWS}) AS oldest
           WHERE expired),
         gone AS (
           DELETE FROM log_batches b USING head WHERE b.topic = $1 AND b.partition = $2 AND b.base_offset = head.base_offset
           RETURNING b.base_offset + b.record_count AS next)
         UPDATE log_partitions SET first_offset = greatest(first_offset, (SELECT max(next) FROM gone))
         WHERE topic = $1 AND partition = $2 AND EXISTS (SELECT FROM gone) RETURNING (SELECT count(*) FROM gone) AS gone`,
        [topic, partition, beforeMs, belowOffset],
      );
      const gone = Number(rows[0]?.gone ?? 0);
      if (gone < RETENTION_CHUNK_ROWS) return dropped || gone > 0;
    }
  }

  private split(group: AppendGroup): { topic: string; partition: number; records: LogRecord[] }[] {
    const parts: { topic: string; partition: number; records: LogRecord[] }[] = [];
    for (const topic of [...group.keys()].sort()) {
      const byPartition = new Map<number, LogRecord[]>();
      for (const record of group.get(topic)!) {
        const partition = this.layout.partitionFor(topic, record.key);
        const list = byPartition.get(partition);
        if (list) list.push(record);
        else byPartition.set(partition, [record]);
      }
      for (const partition of [...byPartition.keys()].sort((a, b) => a - b)) {
        parts.push({ topic, partition, records: byPartition.get(partition)! });
      }
    }
    return parts;
  }
}
