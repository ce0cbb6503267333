import { CONSUMERS } from '@fettle/contracts';
import type { EventLog } from '@fettle/event-log';
import { setTimeout as sleep } from 'node:timers/promises';

/** Records that each group has not read yet. */
export async function pipelineLag(log: EventLog): Promise<{ group: string; lag: number }[]> {
  return Promise.all(
    CONSUMERS.map(async ({ group, topics }) => {
      const partitions = await log.lag(group, topics);
      return { group, lag: partitions.reduce((sum, { lag }) => sum + lag, 0) };
    }),
  );
}

/**
 * Resolves once every group has read everything that was there, twice in a row: what one group wrote meanwhile is another's
 * to read. False when the signal is aborted first.
 */
export async function untilDrained(log: EventLog, signal: AbortSignal): Promise<boolean> {
  for (let quiet = 0; quiet < 2;) {
    if (signal.aborted) return false;
    const lags = await pipelineLag(log);
    quiet = lags.every(({ lag }) => lag === 0) ? quiet + 1 : 0;
    await sleep(300);
  }
  return true;
}
