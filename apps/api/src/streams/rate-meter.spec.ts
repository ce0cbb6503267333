import { RateMeter } from './rate-meter';

const totals = (atMs: number, frames: number) => ({ atMs, frames, readings: 10 * frames, rejects: 0 });

describe('rate meter', () => {
  it('says nothing before it has something to compare with', () => {
    const meter = new RateMeter();
    expect(meter.hasBase('a', 0)).toBe(false);
    expect(meter.observe('a', totals(0, 500)).framesPerSecond).toBe(0);
    expect(meter.hasBase('a', 999)).toBe(false);
    expect(meter.hasBase('a', 1_000)).toBe(true);
  });

  it('rates are per second, over the last minute at most', () => {
    const meter = new RateMeter();
    for (let second = 0; second <= 90; second++)
      meter.observe('a', totals(second * 1_000, second < 30 ? 0 : second - 30));
    const rates = meter.observe('a', totals(91_000, 61));
    expect(rates.framesPerSecond).toBeCloseTo(60 / 59, 1);
    expect(rates.readingsPerSecond).toBeCloseTo(10 * rates.framesPerSecond);
  });

  it('keeps tenants apart', () => {
    const meter = new RateMeter();
    meter.observe('a', totals(0, 0));
    expect(meter.observe('b', totals(1_000, 1_000_000)).framesPerSecond).toBe(0);
  });

  it('is never negative, even when totals were reset', () => {
    const meter = new RateMeter();
    meter.observe('a', totals(0, 1_000));
    expect(meter.observe('a', totals(2_000, 0)).framesPerSecond).toBe(0);
  });
});
