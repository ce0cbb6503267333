/** Anything that runs SQL inside the caller's transaction: a `pg` client that has begun one. */
export interface Queryable {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[]; rowCount: number | null }>;
}

/** What a writer hands over. Records with the same key keep their order and land in the same partition. */
export interface LogRecord {
  readonly key: string;
  readonly value: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A record as it was stored. */
export interface StoredRecord extends LogRecord {
  /** Position within the partition; rises by record, may skip, never repeats. */
  readonly offset: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Consecutive records of one partition, oldest first, never empty. */
export interface RecordBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly StoredRecord[];
  /** Where the next batch begins once this one is done. */
  readonly nextOffset: number;
}

/**
 * The reader's own bookmark. `commit` moves it inside the reader's transaction, so results and position become
 * visible together or not at all. Throws `LOG.POSITION_LOST` when another member has moved it since (a zombie
 * after a rebalance): the caller must roll back.
 */
export interface Position {
  commit(transaction: Queryable): Promise<void>;
}

/**
 * Called with one batch at a time per partition; the next comes only after it settles (backpressure).
 * A rejection is retried with backoff, bounded; then the failing record goes to `<topic>.dlq` with the reason.
 */
export type BatchHandler = (batch: RecordBatch, position: Position) => Promise<void>;

export interface SubscribeOptions {
  /** Consumer group: its members share the partitions, each partition read by one member at a time. */
  readonly group: string;
  readonly topics: readonly string[];
  readonly handler: BatchHandler;
  /** Where a group that has no position yet begins. Default earliest. */
  readonly from?: 'earliest' | 'latest';
  readonly maxBatchRecords?: number;
  readonly maxBatchBytes?: number;
  /** Handler calls at once within this subscription, at most; default one for each partition it reads. */
  readonly concurrency?: number;
  /** After a rebalance: partitions that this member now reads, or no longer reads. In-memory state of the latter must go. */
  readonly onAssigned?: (topic: string, partitions: readonly number[]) => void;
  readonly onRevoked?: (topic: string, partitions: readonly number[]) => void;
}

export interface Subscription {
  /** Lets the batch in hand finish, gives the partitions back, resolves when nothing more will be called. */
  close(): Promise<void>;
}

export interface PartitionLag {
  readonly topic: string;
  readonly partition: number;
  readonly position: number;
  readonly end: number;
  /** Records not yet read: end - position. */
  readonly lag: number;
}

/** A partitioned, durable, replayable log of records: Kafka's model, over Kafka or Postgres. */
export interface EventLog {
  /** Resolves once every record is durable. Concurrent appends are grouped. Throws `LOG.UNAVAILABLE` (retryable). */
  append(topic: string, records: readonly LogRecord[]): Promise<void>;
  /**
   * Appends as part of the caller's Postgres transaction: published if and only if it commits, in commit order per key.
   * Holds the partitions' locks until then, so make it one of the transaction's last statements, topics always in the same order.
   */
  appendIn(transaction: Queryable, topic: string, records: readonly LogRecord[]): Promise<void>;
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  /** Readers without a group or a position: every record appended from now on; best effort, for live views. */
  tail(topics: readonly string[], onBatch: (batch: RecordBatch) => void): Promise<Subscription>;
  lag(group: string, topics: readonly string[]): Promise<readonly PartitionLag[]>;
  /** Drops records older than their topic's retention, read or not. Returns from how many partitions something was dropped. */
  applyRetention(nowMs: number): Promise<number>;
  /** Resolves when the log answers, else throws `LOG.UNAVAILABLE`. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** How a topic is laid out; the same declaration makes it in either adapter. */
export interface TopicDefinition {
  readonly name: string;
  readonly partitions: number;
  readonly retentionMs: number;
}
