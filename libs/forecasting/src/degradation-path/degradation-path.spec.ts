import { HOUR_MS, type Random, seededRandom } from '@fettle/kernel';
import { AssetHistory, type ConditionModel, degradationPath, type Outlook, signalsOf } from '..';

const VIBRATION: ConditionModel = {
  indicators: [{ signal: 'rms', healthy: 1, failed: 8, weight: 1, scale: 'log', adjustFor: ['load'] }],
};

type Ready = Extract<Outlook, { status: 'ready' }>;

/** Forecast at the end of a series of hours; undefined is an hour without a reading. */
function forecastOf(
  hours: readonly (number | undefined)[],
  load: (hour: number) => number = () => 1,
  condition = VIBRATION,
): Outlook {
  const history = new AssetHistory(signalsOf([condition]));
  hours.forEach((rms, hour) => {
    history.record(
      'd',
      hour * HOUR_MS,
      rms === undefined ? [] : [['rms', rms] as const, ['load', load(hour)] as const],
    );
  });
  return degradationPath.forecast(condition, history.view(history.newestHour));
}

function ready(outlook: Outlook): Ready {
  if (outlook.status !== 'ready') throw new Error(`not ready: ${outlook.hoursNeeded} hours missing`);
  return outlook;
}

/** Exponential growth from `onset` to failure `lifeHours` later, in multiplicative noise. */
function wearing(random: Random, hours: number, onset: number, lifeHours: number): number[] {
  return Array.from({ length: hours }, (_, n) => {
    const damage = Math.max(0, n - onset) / lifeHours;
    return 8 ** damage * Math.exp(0.08 * random.normal());
  });
}

const steady = (random: Random, hours: number): number[] => wearing(random, hours, Infinity, 1);

describe('degradation path', () => {
  it('covers the true life about as often as it says', () => {
    const random = seededRandom(11);
    let covered = 0;
    let asked = 0;
    for (let n = 0; n < 80; n++) {
      const lifeHours = 24 * 14 * Math.exp(0.4 * random.normal());
      const onset = 24 * (4 + 10 * random.next());
      const now = Math.floor(onset + lifeHours * (0.3 + 0.6 * random.next()));
      const { rul } = ready(forecastOf(wearing(random.fork(`path-${n}`), now, onset, lifeHours)));
      const trueSeconds = (onset + lifeHours - now) * 3600;
      asked += 1;
      if (trueSeconds >= (rul.p10 ?? Infinity) && trueSeconds <= (rul.p90 ?? Infinity)) covered += 1;
    }
    expect(covered / asked).toBeGreaterThan(0.7);
  });

  it('narrows as the end comes nearer', () => {
    const lifeHours = 400;
    const widths = [0.3, 0.6, 0.9].map((share) => {
      const hours = wearing(seededRandom(4), Math.floor(100 + share * lifeHours), 100, lifeHours);
      const { rul } = ready(forecastOf(hours));
      return rul.p90! - rul.p10!;
    });
    expect(widths[1]!).toBeLessThan(widths[0]!);
    expect(widths[2]!).toBeLessThan(widths[1]!);
  });

  it('claims nothing about machines that do not wear', () => {
    for (let seed = 0; seed < 40; seed++) {
      const random = seededRandom(seed);
      const outlook = ready(forecastOf(steady(random, 30 + random.below(600))));
      expect(outlook.p7d).toBeLessThan(0.1);
      expect(outlook.health).toBeGreaterThan(0.9);
    }
  });

  it('does not take one odd hour for a trend', () => {
    const hours = [...steady(seededRandom(2), 400), 3.5];
    expect(ready(forecastOf(hours)).p7d).toBeLessThan(0.1);
  });

  it('a part that was worn when it was first seen is not taken for a sound one', () => {
    for (let seed = 0; seed < 10; seed++) {
      const random = seededRandom(300 + seed);
      const [lifeHours, seenAt] = [400, 260];
      const seen = wearing(random, seenAt + 60, 0, lifeHours).slice(seenAt);
      expect(ready(forecastOf(seen)).p7d).toBeGreaterThan(0.35);
      // The same hours after as many hours as new: it is known what the part stood at, and since when it wears.
      const level = steady(random, 200).map((rms) => rms * 8 ** 0.1);
      expect(ready(forecastOf([...level, ...level])).p7d).toBeLessThan(0.1);
    }
  });

  it('a change to another level that stays there is not a trend', () => {
    const random = seededRandom(12);
    const hours = steady(random, 400).map((rms, n) => (n >= 360 ? rms * 8 ** 0.12 : rms));
    expect(ready(forecastOf(hours)).p7d).toBeLessThan(0.1);
    expect(ready(forecastOf(hours)).rul.p50).toBeNull();
  });

  it('noise that wanders for hours raises no alarm', () => {
    for (let seed = 0; seed < 20; seed++) {
      const random = seededRandom(200 + seed);
      let wander = 0;
      const hours = steady(random, 400).map((rms) => {
        wander = 0.93 * wander + 0.37 * random.normal();
        return rms * 8 ** (0.02 * wander);
      });
      for (const end of [370, 380, 390, 400]) {
        expect(ready(forecastOf(hours.slice(0, end))).p7d).toBeLessThan(0.5);
      }
    }
  });

  it('an uncertain threshold widens the interval on both sides', () => {
    const hours = wearing(seededRandom(5), 300, 100, 330);
    const of = (thresholdSpread: number): Ready['rul'] => {
      const experience = { gain: [0, 0], gainSpread: [0.1, 0], thresholdSpread, source: 'made up' } as const;
      return ready(forecastOf(hours, () => 1, { ...VIBRATION, experience })).rul;
    };
    expect(of(0.3).p10!).toBeLessThan(of(0).p10!);
    expect(of(0.3).p90!).toBeGreaterThan(of(0).p90!);
  });

  it('of a part without a trend it tells no life, unless such lives are known', () => {
    const hours = steady(seededRandom(3), 300);
    expect(ready(forecastOf(hours)).rul).toEqual({ p10: null, p50: null, p90: null });
    const experience = {
      gain: [0, 0],
      gainSpread: [0.3, 0],
      thresholdSpread: 0,
      quietLife: { medianDays: 20, spread: 0.5 },
      source: 'made up',
    } as const;
    const { rul } = ready(forecastOf(hours, () => 1, { ...VIBRATION, experience }));
    expect(rul.p50! / 86_400).toBeCloseTo(20, -1);
    expect(rul.p90!).toBeGreaterThan(2 * rul.p10!);
  });

  it('a load that rises and falls with the day is not wear', () => {
    const random = seededRandom(9);
    const load = (hour: number): number =>
      1 + Math.max(0, Math.sin((2 * Math.PI * hour) / 24)) + 0.1 * Math.sin(hour);
    const hours = steady(random, 300).map((rms, n) => rms * 2 ** load(n));
    // Cut at the foot of the morning's rise and at its top: the same verdict.
    const [foot, top] = [288, 294].map((end) => ready(forecastOf(hours.slice(0, end), load)));
    expect(foot!.p7d).toBeLessThan(0.1);
    expect(top!.p7d).toBeLessThan(0.1);
    expect(Math.abs(foot!.health - top!.health)).toBeLessThan(0.05);
  });

  it('a part that was exchanged begins a new life', () => {
    const random = seededRandom(6);
    const worn = wearing(random, 500, 100, 420);
    expect(ready(forecastOf(worn)).p7d).toBeGreaterThan(0.9);
    const learning = forecastOf([...worn, ...steady(random, 12)]);
    expect(learning.status).toBe('insufficient_data');
    const renewed = ready(forecastOf([...worn, ...steady(random, 40)]));
    expect(renewed.p7d).toBeLessThan(0.1);
    expect(renewed.health).toBeGreaterThan(0.9);
  });

  it('a machine that stood still for a while is not new afterwards', () => {
    const random = seededRandom(7);
    const worn = wearing(random, 520, 100, 460);
    const idle = worn.map((rms, n) => (n > 460 && n < 475 ? 0.9 : rms));
    expect(ready(forecastOf(idle)).p7d).toBeGreaterThan(0.8);
  });

  it('gaps and lost readings change the verdict little', () => {
    const hours = wearing(seededRandom(8), 420, 100, 400);
    const random = seededRandom(1);
    const holes = hours.map((rms, n) => (random.next() < 0.4 || (n > 250 && n < 300) ? undefined : rms));
    const [whole, holed] = [ready(forecastOf(hours)), ready(forecastOf(holes))];
    expect(holed.health).toBeCloseTo(whole.health, 1);
    expect(Math.abs(Math.log(holed.rul.p50! / whole.rul.p50!))).toBeLessThan(0.3);
  });

  it('names the indicator that leads', () => {
    const condition: ConditionModel = {
      indicators: [
        { signal: 'rms', healthy: 1, failed: 8, weight: 1, scale: 'log' },
        { signal: 'load', healthy: 0, failed: 10, weight: 1, scale: 'linear' },
      ],
    };
    const outlook = ready(forecastOf(wearing(seededRandom(3), 300, 100, 250), () => 0.2, condition));
    expect(outlook.drivers[0]).toMatchObject({ signal: 'rms' });
    expect(outlook.drivers[0]!.share).toBeGreaterThan(0.9);
  });
});
