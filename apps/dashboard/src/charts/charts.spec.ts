import { healthGaps } from './health-gaps';
import { compactCount, measured, shortCount, unitWords } from './number-format';
import { timeTicks } from './time-axis';

describe('numbers', () => {
  it('claim three digits, not more', () => {
    expect(measured(12.3456)).toBe('12.3');
    expect(measured(0.041234)).toBe('0.0412');
    expect(measured(1240.4)).toBe('1,240');
    expect(measured(0)).toBe('0');
    expect(measured(-3.14159)).toBe('-3.14');
    expect(measured(null)).toBe('–');
  });
  it('shorten counts only when they are long', () => {
    expect(shortCount(9999)).toBe('9,999');
    expect(shortCount(12_400)).toBe('12.4 k');
    expect(shortCount(3_100_000)).toBe('3.1 M');
  });
});

describe('units', () => {
  it('are written as people write them', () => {
    expect(['ug/m3', 'W/m2', 'mm/s', '1', '%', 'um'].map(unitWords)).toEqual([
      'µg/m³',
      'W/m²',
      'mm/s',
      '',
      '%',
      'µm',
    ]);
  });
});

describe('counts where there is little room', () => {
  it('take at most four characters', () => {
    for (const count of [0, 7, 940, 1728, 9999, 12_400, 3_100_000]) {
      expect(compactCount(count).length).toBeLessThanOrEqual(4);
    }
    expect(compactCount(1728)).toBe('1.7k');
    expect(compactCount(15)).toBe('15');
  });
});

describe('time ticks', () => {
  const from = Date.UTC(2026, 10, 1, 5, 30);
  it('lie within the span, rise, and are never more than asked for', () => {
    for (const hours of [2, 24, 24 * 7, 24 * 30, 24 * 365]) {
      const to = from + hours * 3_600_000;
      const ticks = timeTicks(from, to, 6);
      expect(ticks.length).toBeGreaterThan(0);
      expect(ticks.length).toBeLessThanOrEqual(7);
      expect(ticks.every((t, i) => t >= from && t <= to && (i === 0 || t > ticks[i - 1]!))).toBe(true);
    }
  });
});

describe('stretches without a known health', () => {
  const at = (...healths: (number | null)[]) => healths.map((health, t) => ({ t, health }));
  it('reach from the last known health to the next one', () => {
    expect(healthGaps(at(0.9, 0.8, null, null, 1), 9)).toEqual([{ from: 1, to: 4 }]);
    expect(healthGaps(at(null, 0.9, null), 9)).toEqual([
      { from: 0, to: 1 },
      { from: 1, to: 9 },
    ]);
  });
  it('are none while everything is known', () => {
    expect(healthGaps(at(1, 0.9, 0.8), 9)).toEqual([]);
    expect(healthGaps([], 9)).toEqual([]);
  });
});
