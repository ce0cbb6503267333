import type { ModelAccuracy } from '@fettle/contracts';
import type { DeviceProgram } from '@fettle/device-models';
import { areaUnderRoc } from '../recipe/roc';
import { ALARM } from '../int8/rows-autoencoder';
import { windowsOf } from '../vibration/windows';
import type { BearingRecording } from './recordings';

/** A recording with the mean of its windows' scores, in thousandths: what a rule over windows sees. */
export interface ScoredRecording extends Omit<BearingRecording, 'samples'> {
  readonly score: number;
}

/** The device's own scores of each recording, its windows one after another as a device takes them. */
export function scored(program: DeviceProgram, recordings: readonly BearingRecording[]): ScoredRecording[] {
  return recordings.map(({ samples, ...rest }) => {
    const scores = windowsOf(samples, program.inputSize).map((window) => program.run(window).scores[0]!);
    return { ...rest, score: scores.reduce((sum, score) => sum + score, 0) / scores.length };
  });
}

/** Hours before failure within which bearing 1 counts as failing: the lead that the field reports. */
const FAILING_HOURS = 75.2;
/** Hours before failure in which the whole rig shakes. */
const LAST_DAY_HOURS = 30;

/**
 * What a crew would have had on bearing 1, which nobody trained on: hours from the first recording of the alarm that lasts to
 * the end, and from the first two in a row; area under the ROC of its own recordings; false alarms on all bearings until the
 * last day, and the share of alarms on the healthy ones on that day, when all hear the failure. Recordings are 1.8 hours apart
 * near the end: leads are as coarse.
 */
export function judgeBearings(recordings: readonly ScoredRecording[], tried: string): ModelAccuracy[] {
  const first = recordings.filter(({ bearing }) => bearing === 1);
  const others = recordings.filter(({ bearing }) => bearing !== 1);
  const alarms = ({ score }: ScoredRecording): boolean => score >= ALARM;
  const quiet = others.filter(({ hoursLeft }) => hoursLeft > LAST_DAY_HOURS);
  const loud = others.filter(({ hoursLeft }) => hoursLeft <= LAST_DAY_HOURS);
  const early = first.filter(({ hoursLeft }) => hoursLeft > FAILING_HOURS + 24);
  const failing = first.filter(({ hoursLeft }) => hoursLeft <= FAILING_HOURS);
  const scores = (list: readonly ScoredRecording[]): number[] => list.map(({ score }) => score);
  const own = 'bearing 1, never trained on';
  const rest = 'bearings 2 to 4, recordings not trained on';
  return [
    { metric: 'leadTimeHours', value: rounded(lastingLead(first, alarms)), split: own },
    { metric: 'firstTwoAlarmsLeadHours', value: rounded(firstTwoLead(first, alarms)), split: own },
    { metric: 'auc', value: rounded(areaUnderRoc(scores(early), scores(failing))), split: own },
    {
      metric: 'aucAmongBearings',
      value: rounded(areaUnderRoc(scores([...early, ...others]), scores(failing))),
      split: `${own}; healthy: ${rest}, last day included`,
    },
    { metric: 'falseAlarmShare', value: share(early, alarms), split: `${own}, until 4 days before failure` },
    {
      metric: 'falseAlarmShare',
      value: share(quiet, alarms),
      split: `${rest}, until 30 hours before failure`,
    },
    { metric: 'alarmShareLastDay', value: share(loud, alarms), split: `${rest}, last 30 hours: all hear it` },
  ].map((row) => ({ ...row, split: `${row.split} (${tried})` }));
}

type Judge = (recording: ScoredRecording) => boolean;

function lastingLead(recordings: readonly ScoredRecording[], alarms: Judge): number {
  const quiet = recordings.findLastIndex((recording) => !alarms(recording));
  return recordings[quiet + 1]?.hoursLeft ?? 0;
}

function firstTwoLead(recordings: readonly ScoredRecording[], alarms: Judge): number {
  const at = recordings.findIndex(
    (recording, i) => alarms(recording) && recordings[i + 1] !== undefined && alarms(recordings[i + 1]!),
  );
  return recordings[at]?.hoursLeft ?? 0;
}

const share = (recordings: readonly ScoredRecording[], alarms: Judge): number =>
  rounded(recordings.filter(alarms).length / recordings.length);
const rounded = (value: number): number => Math.round(value * 1000) / 1000;
