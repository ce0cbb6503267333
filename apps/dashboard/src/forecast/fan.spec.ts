import { fanHorizonMs, forecastFan } from './fan';
import { usualBand } from './usual-band';

const DAY = 86_400;
const DAY_MS = DAY * 1000;
const life = { p10: 4 * DAY, p50: 7 * DAY, p90: 12 * DAY };

describe('forecast fan', () => {
  it('starts at the health of now and never rises', () => {
    const fan = forecastFan(0.6, life, 0, 14 * DAY_MS);
    expect(fan[0]).toEqual({ t: 0, low: 0.6, high: 0.6, median: 0.6 });
    for (let i = 1; i < fan.length; i++) {
      expect(fan[i]!.t).toBeGreaterThan(fan[i - 1]!.t);
      expect(fan[i]!.high).toBeLessThanOrEqual(fan[i - 1]!.high);
      expect(fan[i]!.low).toBeLessThanOrEqual(fan[i - 1]!.low);
    }
  });
  it('ends each edge exactly where its quantile says', () => {
    const fan = forecastFan(0.6, life, 0, 14 * DAY_MS);
    expect(fan.find((point) => point.low === 0)?.t).toBe(4 * DAY_MS);
    expect(fan.find((point) => point.median === 0)?.t).toBe(7 * DAY_MS);
    expect(fan.find((point) => point.high === 0)?.t).toBe(12 * DAY_MS);
  });
  it('keeps low below median below high', () => {
    for (const point of forecastFan(0.9, life, 0, 20 * DAY_MS)) {
      expect(point.low).toBeLessThanOrEqual(point.median ?? 0);
      expect(point.median ?? 0).toBeLessThanOrEqual(point.high);
    }
  });
  it('draws no end where the method sees none', () => {
    const fan = forecastFan(0.9, { p10: 20 * DAY, p50: null, p90: null }, 0, 30 * DAY_MS);
    expect(fan.at(-1)).toMatchObject({ low: 0, high: 0.9, median: null });
    expect(forecastFan(0.9, { p10: null, p50: null, p90: null }, 0, DAY_MS)).toEqual([]);
  });
  it('looks far enough to see p90, within a week and two months', () => {
    expect(fanHorizonMs(life)).toBeGreaterThan(12 * DAY_MS);
    expect(fanHorizonMs({ p10: 1, p50: 2, p90: 3 })).toBe(7 * DAY_MS);
    expect(fanHorizonMs({ p10: 1, p50: 2, p90: 900 * DAY })).toBe(60 * DAY_MS);
  });
});

describe('usual band', () => {
  it('is told by the first third alone', () => {
    const mean = Array.from({ length: 90 }, (_, i) => (i < 30 ? i : 1000));
    const band = usualBand({ mean })!;
    expect(band.low).toBeCloseTo(1.45);
    expect(band.high).toBeCloseTo(27.55);
  });
  it('is not claimed from a handful of values', () => {
    expect(usualBand({ mean: [1, 2, 3, null] })).toBeNull();
  });
});
