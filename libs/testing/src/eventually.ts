import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 20;

/** Waits until `check` no longer throws; gives its result, or its last error after `timeoutMs`. Generous: it bounds a hang, not a speed. */
export async function eventually<T>(check: () => T | Promise<T>, timeoutMs = 45_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(POLL_MS);
    }
  }
}
