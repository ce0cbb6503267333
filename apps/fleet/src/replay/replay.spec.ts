import fc from 'fast-check';
import { DAY_MS, MINUTE_MS } from '@fettle/kernel';
import { shiftToPresent } from './time-shift';

const NOW = Date.UTC(2025, 9, 1);

describe('time shift', () => {
  it('at no moment of a replay does a due event time lie ahead of the clock, and every series ends within a minute of its end', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 400 * DAY_MS }),
        fc.double({ min: 0.1, max: 1e5, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 2e12 }),
        (durationMs, speed, share, recordedEndMs) => {
          const { originMs, shiftOf } = shiftToPresent(NOW, durationMs, speed);
          const wallMs = (share * durationMs) / Math.max(1, speed);
          expect(originMs + wallMs * Math.max(1, speed)).toBeLessThanOrEqual(NOW + wallMs + 1);
          const endMs = NOW + durationMs / Math.max(1, speed);
          const shifted = recordedEndMs + shiftOf(recordedEndMs);
          expect(shifted).toBeLessThanOrEqual(endMs);
          expect(shifted).toBeGreaterThan(endMs - MINUTE_MS - 1);
          expect(shiftOf(recordedEndMs) % MINUTE_MS === 0).toBe(true);
        },
      ),
    );
  });

  it('without a speed limit everything lies in the past at once', () => {
    const { originMs, shiftOf } = shiftToPresent(NOW, 7 * DAY_MS, Infinity);
    expect(originMs).toBe(NOW - 7 * DAY_MS);
    expect(1_000 + shiftOf(1_000)).toBeLessThanOrEqual(NOW);
  });
});
