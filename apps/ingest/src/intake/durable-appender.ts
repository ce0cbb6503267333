import { setMaxListeners } from 'node:events';
import { AppError } from '@fettle/kernel';
import type { EventLog, LogRecord } from '@fettle/event-log';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/** Waits; resolves early when the signal aborts. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

/**
 * Insists: an append that fails for a passing reason is made again until it succeeds, while its sender waits
 * unacknowledged. An append may so be made twice; readers drop the second by the frame's identity.
 */
export class DurableAppender {
  private readonly controller = new AbortController();

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
  async append(topic: string, records: readonly LogRecord[]): Promise<void> {
    return this.insist(() => this.log.append(topic, records));
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
}
