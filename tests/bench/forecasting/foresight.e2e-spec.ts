import type { ForecastMade } from '@fettle/contracts';
import { readEngines, openDataset } from '@fettle/datasets';
import { type AssetType, assetTypeById, TURBOFAN_SENSORS } from '@fettle/domains';
import { AssetHistory, DEFAULT_FORECASTER, signalsOf } from '@fettle/forecasting';
import { DAY_MS, HOUR_MS } from '@fettle/kernel';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { intervalFigures, type Judged, nasaScore, within } from './interval-score';
import { alertsOf, forecastsOf, modesOf, type Sample } from './replay';
import { declineAt, SIMULATED_TYPES, simulatedRun } from './simulated-machine';

const dataDir = process.env['FETTLE_DATA'] ?? join(__dirname, '../../../../shared/data');
const here = existsSync(dataDir);
if (!here) console.warn(`SKIPPED: no public data at ${dataDir}; set FETTLE_DATA to measure foresight on it`);

const DAY_S = DAY_MS / 1000;
/** Longest lives that figures are made with: days of a machine's forecasts, flights of an engine's. */
const LONGEST_DAYS = 120;
const LONGEST_FLIGHTS = 362;
/** The field caps lives at 125 flights. */
const CAP_FLIGHTS = 125;
/** A machine that was first seen late: how long it has been watched, and how many days it has left then. */
const SEEN_DAYS = 1.25;
const LEFT_DAYS = 3;
const UNKNOWN = { p10: null, p50: null, p90: null };

async function all(samples: AsyncIterable<Sample>): Promise<Sample[]> {
  const list: Sample[] = [];
  for await (const sample of samples) list.push(sample);
  return list;
}

function judged(rul: ForecastMade['rul'], trueMs: number): Judged {
  return { life: within(rul, DAY_S, LONGEST_DAYS), truth: trueMs / DAY_MS };
}

describe('foresight on simulated machines', () => {
  it('alerts come days before the end, rarely without one, and intervals hold what they say', () => {
    const figures = { failures: 0, caught: 0, leadDays: [] as number[], false: 0, componentYears: 0 };
    const lives: Judged[] = [];
    for (const id of SIMULATED_TYPES) {
      const type = assetTypeById(id)!;
      for (let seed = 1; seed <= 2; seed++) follow(type, seed, figures, lives);
    }
    const interval = intervalFigures(lives, LONGEST_DAYS);
    const sorted = figures.leadDays.sort((a, b) => a - b);
    console.info('simulated', {
      failures: figures.failures,
      caught: figures.caught,
      leadDays: { min: sorted[0], median: sorted[sorted.length >> 1] },
      falseAlarmsPerComponentYear: figures.false / figures.componentYears,
      days: interval,
      byDaysLeft: byDaysLeft(lives),
    });
    expect(figures.failures).toBeGreaterThan(5);
    expect(figures.caught).toBe(figures.failures);
    expect(sorted[0]!).toBeGreaterThan(1);
    expect(figures.false / figures.componentYears).toBeLessThan(0.5);
    expect(interval.coverage80).toBeGreaterThan(0.75);
    expect(interval.coverage80).toBeLessThan(0.92);
  }, 120_000);
});

describe('foresight on machines that were first seen late', () => {
  it('thirty hours of readings, three days before the end, tell failing parts from sound ones', () => {
    const [failing, sound]: [number[], number[]] = [[], []];
    const lives: Judged[] = [];
    for (const id of SIMULATED_TYPES) {
      const type = assetTypeById(id)!;
      for (let seed = 1; seed <= 2; seed++) {
        const { samples, failures, truth } = simulatedRun(type, seed);
        for (const { failureMs } of failures) {
          const toMs = failureMs - LEFT_DAYS * DAY_MS;
          const seen = samples.filter(({ tMs }) => tMs > toMs - SEEN_DAYS * DAY_MS && tMs <= toMs);
          for (const { component, failureMode, atMs, p7d, rul } of latestOf(forecastsOf(type, seen))) {
            const end = truth.find(
              (t) => t.component === component && t.failureMode === failureMode && t.failureMs > atMs,
            );
            if (end && end.failureMs < atMs + (LEFT_DAYS + 1) * DAY_MS) {
              failing.push(p7d!);
              lives.push(judged(rul, end.failureMs - atMs));
            } else if (!end || end.onsetMs > atMs) sound.push(p7d!);
          }
        }
      }
    }
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    console.info('simulated, seen for thirty hours, three days before the end', {
      chanceWithinAWeek: {
        failing: { parts: failing.length, mean: mean(failing), least: Math.min(...failing) },
        sound: { parts: sound.length, mean: mean(sound), most: Math.max(...sound) },
      },
      days: intervalFigures(lives, LONGEST_DAYS),
    });
    expect(failing.length).toBeGreaterThan(5);
    expect(mean(failing)).toBeGreaterThan(0.5);
    expect(mean(sound)).toBeLessThan(0.1);
  }, 120_000);
});

/** The last ready forecast of each failure mode. */
function latestOf(forecasts: readonly ForecastMade[]): ForecastMade[] {
  const latest = new Map<string, ForecastMade>();
  for (const forecast of forecasts) {
    if (forecast.status === 'ready') latest.set(`${forecast.component} ${forecast.failureMode}`, forecast);
  }
  return [...latest.values()];
}

/** Coverage and mean width by how many days were truly left. */
function byDaysLeft(lives: readonly Judged[]): Record<string, string> {
  const edges = [0, 1, 3, 7, 14, Infinity];
  return Object.fromEntries(
    edges.slice(1).map((to, i) => {
      const some = lives.filter(({ truth }) => truth > edges[i]! && truth <= to);
      const { coverage80, meanWidth } = intervalFigures(some, LONGEST_DAYS);
      return [`${edges[i]} to ${to}`, `${coverage80.toFixed(2)}, ${meanWidth.toFixed(1)} days`];
    }),
  );
}

/** Adds one machine's alerts, and how its degrading parts were forecast. */
function follow(
  type: AssetType,
  seed: number,
  figures: { failures: number; caught: number; leadDays: number[]; false: number; componentYears: number },
  lives: Judged[],
): void {
  const { days, samples, failures, truth } = simulatedRun(type, seed);
  const forecasts = forecastsOf(type, samples);
  const critical = alertsOf(type, forecasts).filter(({ rule }) => rule.startsWith('Likely'));
  for (const { component, failureMs } of failures) {
    figures.failures += 1;
    const before = critical.find(
      (a) => a.component === component && a.atMs < failureMs && (a.resolvedAtMs ?? Infinity) >= failureMs,
    );
    if (before) figures.leadDays.push((failureMs - before.atMs) / DAY_MS);
    figures.caught += before ? 1 : 0;
  }
  figures.componentYears += (type.components.length * days) / 365;
  figures.false += critical.filter(
    (a) =>
      !truth.some(
        (t) => t.component === a.component && t.failureMs > a.atMs && t.failureMs < a.atMs + 30 * DAY_MS,
      ),
  ).length;
  for (const { component, failureMode, atMs, rul, status } of forecasts) {
    const life = declineAt(truth, component, failureMode, atMs);
    if (status === 'ready' && life) lives.push(judged(rul, life.failureMs - atMs));
  }
}

(here ? describe : describe.skip)('foresight on public run-to-failure data', () => {
  it('IMS test 2: bearing 1 is told of days before its end, and stays told', async () => {
    const [series] = await openDataset('ims', dataDir);
    const type = assetTypeById(series!.assetTypeId)!;
    const endMs = series!.failures[0]!.failureMs;
    const forecasts = forecastsOf(type, await all(series!.samples()));
    const alerts = alertsOf(type, forecasts).map((a) => ({
      ...{ component: a.component, rule: a.rule },
      hoursBeforeEnd: (endMs - a.atMs) / HOUR_MS,
      openAtEnd: a.resolvedAtMs === null || a.resolvedAtMs >= endMs,
    }));
    const worn = forecasts.filter(
      (f) =>
        f.component === 'bearing_1' &&
        f.status === 'ready' &&
        f.atMs > Date.UTC(2004, 1, 16, 6) &&
        f.atMs < endMs,
    );
    const interval = intervalFigures(
      worn.map((f) => judged(f.rul, endMs - f.atMs)),
      LONGEST_DAYS,
    );
    console.info('IMS test 2', alerts, { bearing1InItsLastThreeDays: interval });
    expect(interval.coverage80).toBeGreaterThan(0.7);
    const lasting = alerts.filter((a) => a.component === 'bearing_1' && a.openAtEnd);
    expect(Math.max(...lasting.map((a) => a.hoursBeforeEnd))).toBeGreaterThan(48);
    // The shaft shakes the other bearings as bearing 1 breaks up: before its last two days they must be quiet.
    expect(alerts.filter((a) => a.component !== 'bearing_1' && a.hoursBeforeEnd > 48)).toEqual([]);
  }, 120_000);

  it.each(['FD001', 'FD003'])('C-MAPSS %s: measured as the field does, whatever it shows', async (set) => {
    const type = assetTypeById('generic.turbofan')!;
    const { mode } = modesOf(type)[0]!;
    const truth = (await readFile(join(dataDir, `cmapss/RUL_${set}.txt`), 'utf8'))
      .trim()
      .split('\n')
      .map(Number);
    const lives: Judged[] = [];
    for await (const { unit, rows } of readEngines(join(dataDir, `cmapss/test_${set}.txt.gz`))) {
      const history = new AssetHistory(signalsOf([mode]));
      rows.forEach((row, n) =>
        history.record(
          'device',
          n * HOUR_MS,
          TURBOFAN_SENSORS.map(({ sensor, name }) => [name, row[4 + sensor]!]),
        ),
      );
      const outlook = DEFAULT_FORECASTER.forecast(mode, history.view(history.newestHour));
      const rul = outlook.status === 'ready' ? outlook.rul : UNKNOWN;
      lives.push({ life: within(rul, HOUR_MS / 1000, LONGEST_FLIGHTS), truth: truth[unit - 1]! });
    }
    const figures = intervalFigures(lives, LONGEST_FLIGHTS, CAP_FLIGHTS);
    const constant = Math.sqrt(
      truth.reduce((sum, t) => sum + (Math.min(CAP_FLIGHTS, t) - 86) ** 2, 0) / truth.length,
    );
    console.info(`C-MAPSS ${set}, flights`, {
      ...figures,
      nasaScore: nasaScore(lives, CAP_FLIGHTS),
      baselines: { rmseOfConstant86: constant },
    });
    expect(figures.forecasts).toBe(100);
    expect(figures.rmse).toBeLessThan(25);
    expect(figures.coverage80).toBeGreaterThan(0.75);
  });
});
