import { MINUTE_MS } from '@fettle/kernel';

/** How recorded times become event times of today, and how fast they may pass. */
export interface TimeShift {
  /** Event time at the start of the replay; the longest series begins here. */
  readonly originMs: number;
  /** Added to a recorded time of a series that ends at `toMs`. */
  shiftOf(toMs: number): number;
}

/**
 * Every series ends when the replay does, and none runs ahead of the clock: after w ms of replay the event time is at most
 * `origin + speed x w`, with the origin chosen so that this meets the clock exactly at the end. Shifts are whole minutes,
 * rounded into the past, so that a source's grid stays a grid.
 */
export function shiftToPresent(nowMs: number, durationMs: number, speed: number): TimeShift {
  const pace = Math.max(1, speed);
  const endMs = nowMs + (Number.isFinite(pace) ? durationMs / pace : 0);
  return {
    originMs: endMs - durationMs,
    shiftOf: (toMs) => Math.floor((endMs - toMs) / MINUTE_MS) * MINUTE_MS,
  };
}
