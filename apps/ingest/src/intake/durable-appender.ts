import { setMaxListeners } from 'node:events';
import { AppError } from '@fettle/kernel';
import type { EventLog, LogRecord } from '@fettle/event-log';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;
/** What goes to the log in one call, about. */
const MAX_CALL_BYTES = 4 * 1_048_576;

/** Waits; resolves early when the signal aborts. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

interface Pending {
  readonly records: readonly LogRecord[];
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Insists: an append that fails for a passing reason is made again until it succeeds, while its sender waits
 * unacknowledged. An append may so be made twice; readers drop the second by the frame's identity.
 *
 * Keeps the order of calls for each topic, through failures too: if later readings of a device could overtake those that
 * wait for the log, its watermark would pass them, and their windows close without them.
 */
export class DurableAppender {
  private readonly controller = new AbortController();
  private readonly waiting = new Map<string, Pending[]>();

  constructor(
    private readonly log: Pick<EventLog, 'append'>,
    private readonly pause: Pause,
  ) {
    // Every message that waits listens; their number is bounded by the bytes in flight.
    setMaxListeners(0, this.controller.signal);
  }

  /** Aborts at `stop`. */
  get stopping(): AbortSignal {
    return this.controller.signal;
  }

  /** Resolves when durable. Throws the log's error when it is not a passing one, `INGEST.STOPPING` after `stop`. */
  append(topic: string, records: readonly LogRecord[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const pending = { records, resolve, reject };
      const queue = this.waiting.get(topic);
      if (queue !== undefined) return void queue.push(pending);
      const started = [pending];
      this.waiting.set(topic, started);
      void this.drain(topic, started);
    });
  }

  /** Makes the attempt again while it fails with a retryable error. */
  async insist<T>(attempt: () => Promise<T>): Promise<T> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
      if (this.stopping.aborted) throw new AppError('INGEST.STOPPING', 'ingest is stopping');
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof AppError) || !error.retryable) throw error;
      }
      await this.pause(pauseMs, this.stopping);
    }
  }

  /** From now on nothing is tried again; what waits gives up unacknowledged. */
  stop(): void {
    this.controller.abort();
  }

  private async drain(topic: string, queue: Pending[]): Promise<void> {
    // Callers of this turn of the event loop join the first call.
    await Promise.resolve();
    while (queue.length > 0) await this.write(topic, takeCall(queue));
    this.waiting.delete(topic);
  }

  /** Never rejects. What the log refuses for good is tried by itself: one that is refused takes no other along. */
  private async write(topic: string, call: readonly Pending[]): Promise<void> {
    try {
      await this.insist(() =>
        this.log.append(
          topic,
          call.flatMap(({ records }) => records),
        ),
      );
      for (const { resolve } of call) resolve();
    } catch (error) {
      if (call.length === 1 || this.stopping.aborted) for (const { reject } of call) reject(error);
      else for (const pending of call) await this.write(topic, [pending]);
    }
  }
}

function takeCall(queue: Pending[]): Pending[] {
  let bytes = 0;
  let count = 0;
  while (count < queue.length && bytes < MAX_CALL_BYTES) {
    for (const { value } of queue[count++]!.records) bytes += value.length;
  }
  return queue.splice(0, count);
}
