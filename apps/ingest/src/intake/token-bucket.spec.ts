import * as fc from 'fast-check';
import { TokenBucket } from './token-bucket';

describe('token bucket', () => {
  it('within the burst nobody waits, then each waits for its own tokens', () => {
    const bucket = new TokenBucket(10, 2, 0);
    expect([1, 1, 1, 1].map((n) => bucket.take(n, 0, 1_000))).toEqual([0, 0, 100, 200]);
    expect(bucket.waitMs(100)).toBe(100);
    expect(bucket.take(1, 10_000, 1_000)).toBe(0);
  });

  it('what is refused takes nothing', () => {
    const bucket = new TokenBucket(1, 1, 0);
    expect(bucket.take(1, 0, 0)).toBe(0);
    expect(bucket.take(1, 0, 500)).toBeNull();
    expect(bucket.take(1, 1_000, 500)).toBe(0);
  });

  it('a rate of zero refuses everything beyond the burst', () => {
    const bucket = new TokenBucket(0, 0, 0);
    expect(bucket.take(1, 1e9, 60_000)).toBeNull();
  });

  it('a clock that steps back grants nothing', () => {
    const bucket = new TokenBucket(1, 1, 10_000);
    bucket.take(1, 10_000, 0);
    expect(bucket.take(1, 0, 0)).toBeNull();
    expect(bucket.take(1, 10_000, 0)).toBeNull();
  });

  it('a lower quota takes effect at once', () => {
    const bucket = new TokenBucket(100, 100, 0);
    bucket.retune(1, 1, 0);
    expect(bucket.take(1, 0, 0)).toBe(0);
    expect(bucket.take(1, 0, 0)).toBeNull();
  });

  it('never grants more than burst + rate x time, whatever the arrivals', () => {
    const arrivals = fc.array(fc.record({ afterMs: fc.nat(500), count: fc.integer({ min: 1, max: 20 }) }), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), arrivals, (rate, list) => {
        const bucket = new TokenBucket(rate, rate, 0);
        let nowMs = 0;
        let granted = 0;
        for (const { afterMs, count } of list) {
          nowMs += afterMs;
          if (bucket.take(count, nowMs, 0) !== null) granted += count;
          expect(granted).toBeLessThanOrEqual(rate + (rate * nowMs) / 1_000 + 1e-6);
        }
      }),
    );
  });
});
