import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '@fettle/kernel';

/** Shortest wait worth making; below, a timer is coarser than the wait. */
const GRAIN_MS = 15;

/**
 * Lets event time pass at most `speed` times as fast as the clock, from `originMs` at the moment of making on.
 * An infinite speed never waits.
 */
export class Pacer {
  private readonly startedMs: number;

  constructor(
    private readonly clock: Clock,
    private readonly originMs: number,
    private readonly speed: number,
    private readonly signal: AbortSignal,
  ) {
    this.startedMs = clock.nowMs();
  }

  /** Resolves when the event time has come, or at once when the signal is aborted. */
  async until(eventMs: number): Promise<void> {
    if (!Number.isFinite(this.speed)) return;
    const dueMs = this.startedMs + (eventMs - this.originMs) / this.speed;
    await pause(dueMs - this.clock.nowMs(), this.signal);
  }
}

/** Sleeps; returns early, without an error, when the signal is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms < GRAIN_MS || signal.aborted) return;
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
