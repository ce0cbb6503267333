import { DAY_MS, HOUR_MS } from '@fettle/kernel';
import { areaUnderRoc, quantileOf } from '../recipe/roc';
import { judgeAlarms, type ScoredRow } from './judge-alarms';

const rows = (
  asset: number,
  days: number,
  score: (day: number) => number,
  severity: (day: number) => number,
): ScoredRow[] =>
  Array.from({ length: days * 24 }, (_, i) => ({
    asset,
    atMs: i * HOUR_MS,
    score: score(i / 24),
    severity: severity(i / 24),
  }));
const never = (): number => 0;

describe('what a crew would have had of scores', () => {
  it('a lasting alarm counts once, from its day on; a moment of it never', () => {
    const verdict = judgeAlarms({
      healthy: rows(
        0,
        100,
        (day) => (day >= 50 && day < 50.2 ? 900 : day >= 70 && day < 73 ? 800 : 10),
        never,
      ),
      failing: rows(
        1,
        20,
        (day) => (day > 10 ? 700 : 10),
        (day) => Math.max(0, (day - 5) / 15),
      ),
      alarm: 500,
      lastsMs: DAY_MS,
      split: 'made up',
    });
    const of = (metric: string): number => verdict.find((row) => row.metric === metric)!.value;
    expect(of('detectedFailures')).toBe(1);
    expect(of('leadTimeDays')).toBeGreaterThan(8.9);
    expect(of('leadTimeDays')).toBeLessThan(10);
    expect(of('falseAlarmsPerAssetYear')).toBeCloseTo(365.25 / (100 - 1 / 24), 1);
    expect(of('auc')).toBeGreaterThan(0.9);
  });

  it('without any alarm there is no lead to speak of', () => {
    const verdict = judgeAlarms({
      healthy: rows(0, 30, never, never),
      failing: rows(1, 30, never, (day) => day / 30),
      alarm: 500,
      lastsMs: DAY_MS,
      split: 'made up',
    });
    expect(verdict.map(({ metric, value }) => [metric, value])).toEqual([
      ['auc', 0.5],
      ['detectedFailures', 0],
      ['falseAlarmsPerAssetYear', 0],
    ]);
  });
});

describe('area under the ROC', () => {
  it('is the chance that the faulty scores higher, equals counting half', () => {
    expect(areaUnderRoc([1, 2], [3, 4])).toBe(1);
    expect(areaUnderRoc([3, 4], [1, 2])).toBe(0);
    expect(areaUnderRoc([1, 1], [1, 1])).toBe(0.5);
    expect(areaUnderRoc([1, 3], [2, 3])).toBe((1 + 0 + 1 + 0.5) / 4);
  });

  it('quantiles lie between neighbours', () => {
    expect(quantileOf([3, 1, 2], 0.5)).toBe(2);
    expect(quantileOf([0, 10], 0.25)).toBe(2.5);
  });
});
