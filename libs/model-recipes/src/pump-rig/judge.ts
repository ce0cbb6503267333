import type { ModelAccuracy } from '@fettle/contracts';
import type { DeviceProgram } from '@fettle/device-models';
import { ALARM } from '../int8/rows-autoencoder';
import type { PumpRun } from './pump-rows';

/** A run's seconds: whether they are labelled as anomalous, and whether the device alarmed. */
export interface JudgedRun {
  readonly anomalous: readonly boolean[];
  readonly alarmed: readonly boolean[];
}

/** Seconds over which scores are averaged before one alarms: the shortest window that a rule can have. */
const RULE_SECONDS = 60;

/** Alarms of a device that watches the run from its beginning, second by second. */
export function judged(program: DeviceProgram, { rows }: PumpRun): JudgedRun {
  const scores = rows.map(({ values }) => program.run(Int16Array.from(values)).scores[0]!);
  let sum = 0;
  const alarmed = scores.map((score, i) => {
    sum += score - (scores[i - RULE_SECONDS] ?? 0);
    return sum / Math.min(i + 1, RULE_SECONDS) >= ALARM;
  });
  return { anomalous: rows.map(({ anomalous }) => anomalous), alarmed };
}

/** Of all seconds of all runs together, as SKAB counts outliers: F1, share of false alarms, share of missed ones. */
export function outlierAccuracy(runs: readonly JudgedRun[], split: string): ModelAccuracy[] {
  const counts = { hit: 0, falsely: 0, missed: 0, quiet: 0 };
  for (const { anomalous, alarmed } of runs) {
    anomalous.forEach((truth, i) => {
      if (truth) counts[alarmed[i]! ? 'hit' : 'missed']++;
      else counts[alarmed[i]! ? 'falsely' : 'quiet']++;
    });
  }
  const { hit, falsely, missed, quiet } = counts;
  return [
    { metric: 'f1', value: (2 * hit) / (2 * hit + falsely + missed), split },
    { metric: 'falseAlarmShare', value: falsely / (falsely + quiet), split },
    { metric: 'missedAlarmShare', value: missed / (missed + hit), split },
  ].map((row) => ({ ...row, value: Math.round(row.value * 1000) / 1000 }));
}
