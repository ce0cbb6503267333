import { HOUR_MS, seededRandom } from '@fettle/kernel';
import { DOMAIN_PACKS } from '@fettle/domains';
import fc from 'fast-check';
import {
  AssetHistory,
  decodeHistory,
  encodeHistory,
  FORECASTERS,
  signalsOf,
  type ConditionModel,
  type Outlook,
} from '.';

interface Hour {
  readonly startMs: number;
  readonly values: readonly (readonly [string, number])[];
}

const CONDITION: ConditionModel = {
  indicators: [
    { signal: 'vibration', healthy: 1, failed: 8, weight: 2, scale: 'log', adjustFor: ['load'] },
    { signal: 'temperature', healthy: 40, failed: 90, weight: 1, scale: 'linear', adjustFor: ['load'] },
  ],
};

/** A machine that may wear, with a daily load, noise, gaps and sensors that fail: every kind of data there is. */
function machine(seed: number, hours: number): Hour[] {
  const random = seededRandom(seed);
  const onset = random.next() * hours * 1.5;
  const speed = 0.002 + 0.02 * random.next();
  const missing = random.next() * 0.4;
  return Array.from({ length: hours }, (_, n): Hour => {
    const load = Math.max(0, Math.sin((2 * Math.PI * n) / 24) + 0.3 * random.normal());
    const damage = Math.max(0, n - onset) * speed;
    const lost = (value: number): number => (random.next() < missing ? Number.NaN : value);
    return {
      startMs: (480_000 + n) * HOUR_MS,
      values: [
        ['vibration', lost(8 ** damage * Math.exp(0.1 * random.normal() + 0.1 * load))],
        ['temperature', lost(40 + 50 * damage + 5 * load + random.normal())],
        ['load', lost(load)],
      ],
    };
  });
}

function historyOf(hours: readonly Hour[], device = 'd'): AssetHistory {
  const history = new AssetHistory(signalsOf([CONDITION]));
  for (const { startMs, values } of hours) history.record(device, startMs, values);
  return history;
}

function expectLawful(outlook: Outlook): void {
  if (outlook.status === 'insufficient_data') {
    expect(outlook.hoursNeeded).toBeGreaterThanOrEqual(1);
    return;
  }
  const { p1d, p7d, p30d, health, rul, drivers } = outlook;
  for (const probability of [p1d, p7d, p30d, health]) {
    expect(probability).toBeGreaterThanOrEqual(0);
    expect(probability).toBeLessThanOrEqual(1);
  }
  expect(p1d).toBeLessThanOrEqual(p7d);
  expect(p7d).toBeLessThanOrEqual(p30d);
  const [p10, p50, p90] = [rul.p10, rul.p50, rul.p90].map((life) => life ?? Number.POSITIVE_INFINITY);
  expect(p10!).toBeGreaterThanOrEqual(0);
  expect(p10!).toBeLessThanOrEqual(p50!);
  expect(p50!).toBeLessThanOrEqual(p90!);
  if (drivers.length > 0) expect(drivers.reduce((sum, d) => sum + d.share, 0)).toBeCloseTo(1, 9);
}

/** What every method must keep; a new one needs no spec of its own for these. */
describe.each(FORECASTERS.map((forecaster) => [forecaster.model, forecaster] as const))(
  '%s',
  (_model, method) => {
    it('answers lawfully whatever the data', () => {
      fc.assert(
        fc.property(fc.integer(), fc.integer({ min: 1, max: 900 }), (seed, hours) => {
          const history = historyOf(machine(seed, hours));
          expectLawful(method.forecast(CONDITION, history.view(history.newestHour)));
        }),
        { numRuns: 25 },
      );
    });

    it('answers lawfully to absurd values', () => {
      const absurd = fc.constantFrom(0, -1, 1e300, -1e300, 1e-300, Number.NaN, Number.POSITIVE_INFINITY, 5);
      fc.assert(
        fc.property(fc.array(fc.tuple(absurd, absurd, absurd), { minLength: 30, maxLength: 300 }), (rows) => {
          const hours = rows.map(([a, b, c], n) => ({
            startMs: n * HOUR_MS,
            values: [['vibration', a] as const, ['temperature', b] as const, ['load', c] as const],
          }));
          const history = historyOf(hours);
          expectLawful(method.forecast(CONDITION, history.view(history.newestHour)));
        }),
        { numRuns: 25 },
      );
    });

    it('does not look ahead: what comes later changes no earlier forecast', () => {
      fc.assert(
        fc.property(
          fc.integer(),
          fc.integer({ min: 24, max: 700 }),
          fc.integer({ min: 1, max: 24 }),
          (seed, n, more) => {
            const all = machine(seed, n + more);
            const before = historyOf(all.slice(0, n));
            const after = historyOf(all);
            const hour = before.newestHour;
            expect(method.forecast(CONDITION, after.view(hour))).toEqual(
              method.forecast(CONDITION, before.view(hour)),
            );
          },
        ),
        { numRuns: 20 },
      );
    });

    it('goes on after a restart with the same bits', () => {
      fc.assert(
        fc.property(
          fc.integer(),
          fc.integer({ min: 1, max: 1700 }),
          fc.double({ min: 0, max: 1, noNaN: true }),
          (seed, n, cut) => {
            const all = machine(seed, n);
            const at = Math.floor(cut * n);
            const restored = decodeHistory(
              signalsOf([CONDITION]),
              encodeHistory(historyOf(all.slice(0, at))),
            );
            for (const { startMs, values } of all.slice(at)) restored.record('d', startMs, values);
            const whole = historyOf(all);
            expect(Buffer.compare(encodeHistory(restored), encodeHistory(whole))).toBe(0);
            expect(method.forecast(CONDITION, restored.view(whole.newestHour))).toEqual(
              method.forecast(CONDITION, whole.view(whole.newestHour)),
            );
          },
        ),
        { numRuns: 15 },
      );
    });

    it('does not depend on which device of the asset was heard first', () => {
      fc.assert(
        fc.property(fc.integer(), fc.integer({ min: 30, max: 600 }), (seed, n) => {
          const a = machine(seed, n);
          const b = machine(seed + 1, n);
          const names = signalsOf([CONDITION]);
          const oneByOne = new AssetHistory(names);
          a.forEach((hour, k) => {
            oneByOne.record('a', hour.startMs, hour.values);
            oneByOne.record('b', b[k]!.startMs, b[k]!.values);
          });
          const wholeDevices = new AssetHistory(names);
          for (const hour of b) wholeDevices.record('b', hour.startMs, hour.values);
          for (const hour of a) wholeDevices.record('a', hour.startMs, hour.values);
          const hour = oneByOne.newestHour;
          expect(method.forecast(CONDITION, wholeDevices.view(hour))).toEqual(
            method.forecast(CONDITION, oneByOne.view(hour)),
          );
        }),
        { numRuns: 15 },
      );
    });

    it('says how many hours are missing, and needs no more than it said', () => {
      const hours = machine(1, 60).map(({ startMs, values }) => ({
        startMs,
        values: values.map(([name, value]) => [name, Number.isNaN(value) ? 1 : value] as const),
      }));
      const early = historyOf(hours.slice(0, 7));
      const outlook = method.forecast(CONDITION, early.view(early.newestHour));
      if (outlook.status !== 'insufficient_data') throw new Error('seven hours are not enough');
      const later = historyOf(hours.slice(0, 7 + outlook.hoursNeeded));
      expect(method.forecast(CONDITION, later.view(later.newestHour)).status).toBe('ready');
    });

    it('knows a failed part from a new one', () => {
      const constant = (vibration: number, temperature: number): Outlook => {
        const history = historyOf(
          Array.from({ length: 200 }, (_, n) => ({
            startMs: n * HOUR_MS,
            values: [['vibration', vibration] as const, ['temperature', temperature] as const],
          })),
        );
        return method.forecast(CONDITION, history.view(history.newestHour));
      };
      expect(constant(1, 40)).toMatchObject({ status: 'ready', health: 1 });
      expect(constant(1, 40)).toHaveProperty('p30d', expect.closeTo(0, 2));
      expect(constant(10, 100)).toMatchObject({ status: 'ready', health: 0 });
      expect(constant(10, 100)).toHaveProperty('p1d', expect.closeTo(1, 2));
    });

    it('serves every failure mode that a domain pack declares', () => {
      for (const type of DOMAIN_PACKS.flatMap((pack) => pack.assetTypes)) {
        for (const mode of type.components.flatMap((component) => component.failureModes)) {
          const history = new AssetHistory(signalsOf([mode]));
          const values = mode.indicators.map((i) => [i.signal, i.healthy] as const);
          for (let n = 0; n < 100; n++) history.record('d', n * HOUR_MS, values);
          const outlook = method.forecast(mode, history.view(history.newestHour));
          expect(outlook).toMatchObject({ status: 'ready', health: expect.closeTo(1, 4) });
        }
      }
    });
  },
);
