import { densityHeight, failureDensity } from './failure-density';
import { percent, probabilityWord, tellingChance } from './probability-words';
import {
  inSentence,
  driversInWords,
  forecastSentence,
  PLAIN_WORDING,
  plainWords,
  type SentenceForecast,
} from './sentences';
import { ageSentence } from './forecast-age';
import { asksForAction, URGENCY_WORDS } from './urgency';

const DAY = 86_400;
const NONE = { p1d: null, p7d: null, p30d: null };
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const days = (count: number, offsetS = 0) => ({ count, widthS: DAY, offsetS });

describe('words for chances', () => {
  it('never get weaker as the chance rises', () => {
    const order = ['remote', 'unlikely', 'possible', 'about even', 'likely', 'almost certain'];
    let last = 0;
    for (let chance = 0; chance <= 1; chance += 0.005) {
      const rank = order.indexOf(probabilityWord(chance));
      expect(rank).toBeGreaterThanOrEqual(last);
      last = rank;
    }
    expect(last).toBe(order.length - 1);
  });
  it('stand for the horizon that says most, so that none plays a sure failure down', () => {
    expect(tellingChance({ p7d: 0.11, p30d: 0.92 })).toEqual({
      ...{ chance: 0.92, days: 30 },
      other: { chance: 0.11, days: 7 },
    });
    expect(tellingChance({ p7d: 0.55, p30d: 0.99 })).toMatchObject({ chance: 0.55, days: 7 });
    expect(tellingChance({ p7d: 0.11, p30d: null })).toEqual({ chance: 0.11, days: 7, other: null });
    expect(tellingChance({ p7d: null, p30d: null })).toBeNull();
  });
  it('claim neither certainty nor impossibility', () => {
    expect(percent(0)).toBe('<1\u00a0%');
    expect(percent(1)).toBe('>99\u00a0%');
    expect(percent(0.723)).toBe('72\u00a0%');
  });
});

describe('failure density', () => {
  const life = { p10: 5 * DAY, p50: 8 * DAY, p90: 14 * DAY };

  it('holds the quantiles it was made from', () => {
    const density = failureDensity(life, NONE, days(30))!;
    expect(sum(density.slice(0, 5))).toBeCloseTo(0.1, 2);
    expect(sum(density.slice(0, 8))).toBeCloseTo(0.5, 2);
    expect(sum(density.slice(0, 14))).toBeCloseTo(0.9, 2);
  });
  it('has no step anywhere, whichever way it leans', () => {
    for (const [p10, p90] of [
      [5, 14],
      [2, 9],
      [6, 10],
    ] as const) {
      const fine = failureDensity({ p10: p10 * DAY, p50: 8 * DAY, p90: p90 * DAY }, NONE, {
        count: 720,
        widthS: DAY / 24,
        offsetS: 0,
      })!;
      const peak = Math.max(...fine);
      for (let i = 2; i < fine.length; i++) expect(Math.abs(fine[i]! - fine[i - 1]!)).toBeLessThan(peak / 4);
    }
  });
  it('never sums to more than certainty and never goes below zero', () => {
    for (const p50 of [0.1, 1, 3, 29, 60]) {
      const density = failureDensity(
        { p10: p50 * 0.5 * DAY, p50: p50 * DAY, p90: p50 * 2 * DAY },
        NONE,
        days(30),
      )!;
      expect(sum(density)).toBeLessThanOrEqual(1 + 1e-9);
      expect(Math.min(...density)).toBeGreaterThanOrEqual(0);
    }
  });
  it('keeps what is overdue in the first bin', () => {
    const density = failureDensity(life, NONE, days(30, 8 * DAY))!;
    expect(density[0]).toBeGreaterThan(0.5);
  });
  it('falls back on the chances within 1, 7 and 30 days when a quantile is beyond the horizon', () => {
    const chances = { p1d: 0.05, p7d: 0.35, p30d: 0.6 };
    const density = failureDensity({ p10: 2 * DAY, p50: 20 * DAY, p90: null }, chances, days(30))!;
    expect(density[0]).toBeCloseTo(0.05);
    expect(sum(density.slice(0, 7))).toBeCloseTo(0.35);
    expect(sum(density)).toBeCloseTo(0.6);
  });
  it('is nothing when the forecast says nothing', () => {
    expect(failureDensity({ p10: null, p50: null, p90: null }, NONE, days(30))).toBeNull();
  });
  it('is drawn within the strip, higher when surer', () => {
    expect(densityHeight(2)).toBeLessThanOrEqual(1);
    expect(densityHeight(1.6)).toBeGreaterThan(densityHeight(1.2));
    expect(densityHeight(0)).toBe(0);
    expect(densityHeight(0.1)).toBeGreaterThan(densityHeight(0.05));
  });
});

describe('sentences', () => {
  const now = Date.UTC(2026, 10, 22, 12);
  const bearing: SentenceForecast = {
    component: 'axle_bearing',
    failureMode: 'outer_race_wear',
    at: new Date(now).toISOString(),
    status: 'ready',
    hoursNeeded: 0,
    p7d: 0.72,
    p30d: 0.97,
    rul: { p10: 6 * DAY, p50: 8 * DAY, p90: 13 * DAY },
    drivers: [
      { signal: 'vibration_rms', share: 0.7 },
      { signal: 'temperature', share: 0.3 },
    ],
  };

  it('say what, when, how sure and why in one', () => {
    expect(forecastSentence(bearing, now, PLAIN_WORDING, 'UTC')).toBe(
      'Axle bearing, outer race wear: likely to fail between 28 Nov and 5 Dec; likely within a week (72\u00a0%), ' +
        'told by vibration rms, some temperature.',
    );
  });
  it('do not promise a past day', () => {
    const old = forecastSentence(bearing, now + 7 * DAY * 1000, PLAIN_WORDING, 'UTC');
    expect(old).toContain('between 29 Nov and 5 Dec');
    expect(forecastSentence(bearing, now + 20 * DAY * 1000, PLAIN_WORDING, 'UTC')).toContain(
      'should have failed by now',
    );
  });
  it('say how much more data is needed instead of guessing', () => {
    const learning = { ...bearing, status: 'insufficient_data' as const, hoursNeeded: 36, p7d: null };
    expect(forecastSentence(learning, now, PLAIN_WORDING, 'UTC')).toContain(
      'not enough data yet, about 36 hours more',
    );
  });
  it('do not name an end that the method cannot see', () => {
    const far = { ...bearing, p7d: 0.004, rul: { p10: null, p50: null, p90: null } };
    expect(forecastSentence(far, now, PLAIN_WORDING, 'UTC')).toContain('no end in sight');
  });
  it('keep acronyms and lower the rest in the middle', () => {
    expect(inSentence('Axle-box vibration')).toBe('axle-box vibration');
    expect(inSentence('RMS current')).toBe('RMS current');
  });
  it('name the strongest driver first and weak ones not at all', () => {
    expect(
      driversInWords([
        { signal: 'a', share: 0.1 },
        { signal: 'b_c', share: 0.9 },
      ]),
    ).toBe('b c alone');
    expect(
      driversInWords(
        ['a', 'b', 'c', 'd'].map((signal, i) => ({ signal, share: [0.26, 0.14, 0.13, 0.12][i]! })),
      ),
    ).toBe('several, first a');
    expect(driversInWords([])).toBe('');
    expect(plainWords('inner_race__wear')).toBe('inner race wear');
  });
});

describe('urgency', () => {
  it('has a word for each and asks for action only where there is something to do', () => {
    expect(Object.values(URGENCY_WORDS)).toHaveLength(5);
    expect(asksForAction('critical')).toBe(true);
    expect(asksForAction('learning')).toBe(false);
  });
});

describe('the age of a forecast', () => {
  const made = Date.UTC(2026, 10, 12, 8);
  it('is not worth a word while it is one of now', () => {
    expect(ageSentence(made, made + 7 * 3_600_000)).toBeNull();
  });
  it('is told with its moment once newer data should have come', () => {
    expect(ageSentence(made, made + 10 * DAY * 1000)).toMatch(/^As of 12 Nov, .*, 10 days ago: /);
  });
});
