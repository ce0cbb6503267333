import { AppError } from '@fettle/kernel';
import { logClosed } from './errors';
import type { LogRecord } from './port';

/** One caller's records, and its promise. */
interface PendingAppend {
  readonly topic: string;
  readonly records: readonly LogRecord[];
  readonly bytes: number;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** What is written in one go: records by topic, in the order in which they were handed over. */
export type AppendGroup = ReadonlyMap<string, LogRecord[]>;

export interface AppendQueueOptions {
  /** Callers wait while this many bytes are queued. */
  readonly maxQueuedBytes: number;
  /** A single write takes at most about this many bytes. */
  readonly maxFlushBytes: number;
  /** Larger records are refused with `LOG.RECORD_TOO_LARGE`. */
  readonly maxRecordBytes: number;
}

/** What a record takes besides its value: key, headers, bookkeeping; an estimate for bounding memory. */
const RECORD_OVERHEAD_BYTES = 100;

/**
 * Groups concurrent appends: while one write is in flight others queue, and the next write takes them all. One write at
 * a time keeps the order of calls. When the queue is full, callers wait in order; nothing is ever dropped.
 */
export class AppendQueue {
  private queue: PendingAppend[] = [];
  /** Callers for whom there was no room; they enter the queue in order. */
  private readonly waiting: PendingAppend[] = [];
  private queuedBytes = 0;
  private flushing: Promise<void> | undefined;
  private closed = false;

  constructor(
    private readonly write: (group: AppendGroup) => Promise<void>,
    private readonly options: AppendQueueOptions,
  ) {}

  /** Resolves once `write` has resolved for these records; rejects as it rejects. Throws `LOG.CLOSED`, `LOG.RECORD_TOO_LARGE`. */
  async append(topic: string, records: readonly LogRecord[]): Promise<void> {
    if (records.length === 0) return;
    if (this.closed) throw logClosed();
    const bytes = recordsBytes(records, this.options.maxRecordBytes);
    return new Promise((resolve, reject) => {
      const pending = { topic, records, bytes, resolve, reject };
      if (this.waiting.length > 0 || this.isFull(bytes)) this.waiting.push(pending);
      else this.enqueue(pending);
    });
  }

  /** Bytes that are queued or being written; never much more than `maxQueuedBytes`. */
  get backlogBytes(): number {
    return this.queuedBytes;
  }

  /** Refuses new appends, resolves when those accepted have settled. */
  async close(): Promise<void> {
    this.closed = true;
    while (this.flushing) await this.flushing;
  }

  private isFull(bytes: number): boolean {
    return this.queuedBytes > 0 && this.queuedBytes + bytes > this.options.maxQueuedBytes;
  }

  private enqueue(pending: PendingAppend): void {
    this.queuedBytes += pending.bytes;
    this.queue.push(pending);
    this.flushing ??= this.flush();
  }

  private async flush(): Promise<void> {
    // Callers of this turn of the event loop join the first write.
    await Promise.resolve();
    while (this.queue.length > 0) {
      const taken = this.take();
      await this.write(groupByTopic(taken)).then(
        () => taken.forEach((pending) => pending.resolve()),
        (reason: unknown) => taken.forEach((pending) => pending.reject(reason)),
      );
      for (const { bytes } of taken) this.queuedBytes -= bytes;
      while (this.waiting.length > 0 && !this.isFull(this.waiting[0]!.bytes))
        this.enqueue(this.waiting.shift()!);
    }
    this.flushing = undefined;
  }

  private take(): PendingAppend[] {
    let bytes = 0;
    let count = 0;
    while (count < this.queue.length && (count === 0 || bytes < this.options.maxFlushBytes)) {
      bytes += this.queue[count++]!.bytes;
    }
    return this.queue.splice(0, count);
  }
}

/** What records take in memory, in bytes, about. Throws `LOG.RECORD_TOO_LARGE`. */
export function recordsBytes(records: readonly LogRecord[], maxRecordBytes: number): number {
  let total = 0;
  for (const { value } of records) {
    if (value.length > maxRecordBytes) {
      throw new AppError('LOG.RECORD_TOO_LARGE', `a record has more than ${maxRecordBytes} bytes`);
    }
    total += value.length + RECORD_OVERHEAD_BYTES;
  }
  return total;
}

function groupByTopic(taken: readonly PendingAppend[]): AppendGroup {
  const group = new Map<string, LogRecord[]>();
  for (const { topic, records } of taken) {
    const list = group.get(topic) ?? [];
    for (const record of records) list.push(record);
    group.set(topic, list);
  }
  return group;
}
