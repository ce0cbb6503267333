import { setTimeout as sleep } from 'node:timers/promises';

/** Delays between attempts, in milliseconds. */
export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
}

/**
 * Exponential backoff with "equal jitter" (M. Brooker, AWS Architecture Blog, 2015): half of the delay is fixed, half is chance, so that
 * members that failed together do not come back together. `attempt` counts from 1; `chance` is uniform in [0, 1).
 */
export function backoffMs(options: BackoffOptions, attempt: number, chance: number): number {
  const full = Math.min(options.maxMs, options.firstMs * 2 ** Math.min(attempt - 1, 30));
  return full / 2 + (full / 2) * chance;
}

/** Waits; returns early, without throwing, when the signal aborts. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return;
  await sleep(ms, undefined, signal ? { signal } : {}).catch(() => undefined);
}
