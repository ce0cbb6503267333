import type { Random } from '@fettle/kernel';

const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * How long to wait before the n-th attempt (from 0) to connect again: uniform in [0, min(30 s, 0.5 s x 2^n)), "full
 * jitter" (Brooker 2015), so that a fleet that lost its broker does not come back in one wave.
 */
export function reconnectDelayMs(attempt: number, random: Random): number {
  return random.next() * Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
}
