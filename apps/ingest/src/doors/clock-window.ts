import { DAY_MS, MINUTE_MS } from '@fettle/kernel';

/** A device's clock may run ahead of the platform's by this much. */
export const MAX_AHEAD_MS = 5 * MINUTE_MS;
/** What is older than this is not taken, not even as history. */
export const MAX_AGE_MS = 730 * DAY_MS;

/** Whether an event time can be believed, seen from the platform's time. Not a number counts as past. */
export function judgeTime(eventMs: number, nowMs: number): 'CLOCK.FUTURE' | 'CLOCK.PAST' | null {
  if (eventMs > nowMs + MAX_AHEAD_MS) return 'CLOCK.FUTURE';
  return eventMs >= nowMs - MAX_AGE_MS ? null : 'CLOCK.PAST';
}
