import type { Clock } from '@fettle/kernel';
import { errorCode } from '@fettle/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PreparedBoard } from './prepare-boards';

export interface Feeding {
  readonly clock: Clock;
  /** Event time at the start, and how many times faster than the clock it passes; Infinity: as fast as the boards take windows. */
  readonly originMs: number;
  readonly speed: number;
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
}

/**
 * Hands every board its windows, all boards at once, and resolves to how many each has processed; early when aborted. Rejects with
 * `FEED.NO_ANSWER` when a board has nothing more to say.
 */
export async function feedBoards(boards: readonly PreparedBoard[], feeding: Feeding): Promise<number[]> {
  const fed = boards.map(() => 0);
  const all = boards.reduce((sum, { plan }) => sum + (plan.windows?.length ?? 0), 0);
  let told = -1;
  const tell = (): void => {
    const done = fed.reduce((sum, count) => sum + count, 0);
    const tenth = Math.floor((10 * done) / Math.max(1, all));
    if (tenth > told) feeding.progress(`${tenth * 10} %, ${done} windows`);
    told = tenth;
  };
  await Promise.all(
    boards.map((board, i) =>
      feedBoard(board, feeding, () => {
        fed[i]!++;
        tell();
      }),
    ),
  );
  return fed;
}

async function feedBoard(
  { plan, feed }: PreparedBoard,
  feeding: Feeding,
  onTaken: () => void,
): Promise<void> {
  const startedMs = feeding.clock.nowMs();
  for (const window of plan.windows ?? []) {
    const passes = Number.isFinite(feeding.speed) ? (window.timeMs - feeding.originMs) / feeding.speed : 0;
    await pause(startedMs + passes - feeding.clock.nowMs(), feeding.signal);
    if (feeding.signal.aborted) return;
    try {
      await feed!.give(window, feeding.signal);
    } catch (error) {
      if (errorCode(error) === 'FEED.STOPPED') return;
      throw error;
    }
    onTaken();
  }
}

/** Sleeps; returns early, without an error, when the signal is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return;
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
