import { pause } from '../backoff';
import type { BatchStore, PartitionEnd } from './batch-store';

const AFTER_ERROR_MS = 500;

interface Waiter {
  readonly offset: number;
  readonly wake: () => void;
}

/**
 * Wakes readers when their partition grows: at once for what this process appends, by polling all partition ends in one
 * query for everything else. Polls only while somebody waits. (NOTIFY was measured against: its commits take turns on one lock.)
 */
export class EndWatcher {
  private readonly ends = new Map<string, number>();
  private readonly waiters = new Map<string, Set<Waiter>>();
  private readonly topics = new Map<string, number>();
  private polling: Promise<void> | undefined;

  constructor(
    private readonly store: BatchStore,
    private readonly pollMs: number,
    private readonly signal: AbortSignal,
  ) {}

  /** Tells of an append that is visible. */
  advance(grown: readonly PartitionEnd[]): void {
    for (const { topic, partition, end } of grown) {
      const key = `${topic}/${partition}`;
      if (end <= (this.ends.get(key) ?? -1)) continue;
      this.ends.set(key, end);
      for (const waiter of this.waiters.get(key) ?? []) if (end > waiter.offset) waiter.wake();
    }
  }

  /** Resolves when the partition holds a record at or behind `offset`, or the signal aborts. */
  async beyond(topic: string, partition: number, offset: number, signal: AbortSignal): Promise<void> {
    const key = `${topic}/${partition}`;
    if (signal.aborted || (this.ends.get(key) ?? -1) > offset) return;
    this.topics.set(topic, (this.topics.get(topic) ?? 0) + 1);
    const waiting = this.waiters.get(key) ?? new Set<Waiter>();
    this.waiters.set(key, waiting);
    await new Promise<void>((resolve) => {
      const waiter = { offset, wake: (): void => finish() };
      const finish = (): void => {
        waiting.delete(waiter);
        signal.removeEventListener('abort', finish);
        resolve();
      };
      waiting.add(waiter);
      signal.addEventListener('abort', finish);
      this.polling ??= this.poll();
    });
    const left = this.topics.get(topic)! - 1;
    if (left > 0) this.topics.set(topic, left);
    else this.topics.delete(topic);
  }

  /** Resolves when no poll is under way. */
  async idle(): Promise<void> {
    await this.polling;
  }

  private async poll(): Promise<void> {
    while (this.topics.size > 0 && !this.signal.aborted) {
      const failed = await this.store.bounds([...this.topics.keys()]).then(
        (bounds) => this.advance(bounds),
        () => true,
      );
      await pause(failed ? AFTER_ERROR_MS : this.pollMs, this.signal);
    }
    this.polling = undefined;
  }
}
