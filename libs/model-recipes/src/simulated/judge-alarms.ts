import type { ModelAccuracy } from '@fettle/contracts';
import { DAY_MS } from '@fettle/kernel';
import { areaUnderRoc, quantileOf } from '../recipe/roc';

/** One machine's score at a time; severity 0 before the first sign of a fault, 1 at failure. */
export interface ScoredRow {
  readonly asset: number;
  readonly atMs: number;
  readonly severity: number;
  readonly score: number;
}

export interface AlarmTrial {
  /** Machines on which nothing fails. */
  readonly healthy: readonly ScoredRow[];
  /** Machines on which one part fails at the end. */
  readonly failing: readonly ScoredRow[];
  /** Score from which on a row alarms. */
  readonly alarm: number;
  /** Over how long the mean score must alarm before anybody is told, as a rule over windows has it. */
  readonly lastsMs: number;
  readonly split: string;
}

/**
 * What a crew would have had of these scores: area under the ROC of rows (severity above one half against healthy machines),
 * share of failures told of, median lead time in days from the first lasting alarm, and false alarms per machine and year.
 */
export function judgeAlarms({ healthy, failing, alarm, lastsMs, split }: AlarmTrial): ModelAccuracy[] {
  const scoresOf = (rows: readonly ScoredRow[]): number[] => rows.map(({ score }) => score);
  const auc = areaUnderRoc(scoresOf(healthy), scoresOf(failing.filter(({ severity }) => severity > 0.5)));
  const leads = byAsset(failing).map((rows) => {
    const sick = rows.filter(({ severity }) => severity > 0);
    const first = lastingAlarms(sick, alarm, lastsMs)[0];
    return first === undefined ? null : (sick.at(-1)!.atMs - first) / DAY_MS;
  });
  const told = leads.filter((lead) => lead !== null);
  const quiet = byAsset(healthy);
  const days = quiet.reduce((sum, rows) => sum + (rows.at(-1)!.atMs - rows[0]!.atMs) / DAY_MS, 0);
  const alarms = quiet.reduce((sum, rows) => sum + lastingAlarms(rows, alarm, lastsMs).length, 0);
  return [
    { metric: 'auc', value: rounded(auc), split },
    { metric: 'detectedFailures', value: rounded(told.length / leads.length), split },
    ...(told.length === 0 ? [] : [{ metric: 'leadTimeDays', value: rounded(quantileOf(told, 0.5)), split }]),
    { metric: 'falseAlarmsPerAssetYear', value: rounded((alarms * 365.25) / days), split },
  ];
}

function byAsset(rows: readonly ScoredRow[]): ScoredRow[][] {
  const assets = new Map<number, ScoredRow[]>();
  for (const row of rows) {
    const known = assets.get(row.asset);
    if (known === undefined) assets.set(row.asset, [row]);
    else known.push(row);
  }
  return [...assets.values()];
}

/** Times at which the mean score of the last `lastsMs` came to alarm, each stretch told once. */
function lastingAlarms(rows: readonly ScoredRow[], alarm: number, lastsMs: number): number[] {
  const times: number[] = [];
  let [first, sum, told] = [0, 0, false];
  rows.forEach(({ atMs, score }, i) => {
    sum += score;
    for (; rows[first]!.atMs <= atMs - lastsMs; first++) sum -= rows[first]!.score;
    const full = first > 0;
    const alarming = full && sum / (i - first + 1) >= alarm;
    if (alarming && !told) times.push(atMs);
    told = alarming;
  });
  return times;
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
