import type { ModelAccuracy } from '@fettle/contracts';
import { CWRU_FAULTS } from '@fettle/datasets';
import type { DeviceProgram } from '@fettle/device-models';
import { windowsOf } from '../vibration/windows';
import type { DeviceRecording } from './recordings';

/** How often windows of each class were taken for each: rows what they are, columns what the device said. */
export interface Verdict {
  readonly confusion: readonly (readonly number[])[];
  readonly recordings: number;
  /** Recordings whose most frequent label is the true one. */
  readonly recordingsRight: number;
}

/** What the device's program says of recordings, window after window. */
export function tried(program: DeviceProgram, recordings: readonly DeviceRecording[]): Verdict {
  const confusion = CWRU_FAULTS.map(() => CWRU_FAULTS.map(() => 0));
  let recordingsRight = 0;
  for (const { samples, label } of recordings) {
    const said = CWRU_FAULTS.map(() => 0);
    for (const window of windowsOf(samples, program.inputSize)) said[program.run(window).scores[1]!]!++;
    said.forEach((count, other) => (confusion[label]![other]! += count));
    if (said.indexOf(Math.max(...said)) === label) recordingsRight++;
  }
  return { confusion, recordings: recordings.length, recordingsRight };
}

/** Accuracy of windows, mean F1 of the classes that occur or were said, and accuracy of whole recordings. */
export function accuracyOf(
  { confusion, recordings, recordingsRight }: Verdict,
  split: string,
): ModelAccuracy[] {
  const all = confusion.flat().reduce((sum, count) => sum + count, 0);
  const right = confusion.reduce((sum, row, i) => sum + row[i]!, 0);
  const scores = confusion
    .map((row, i) => {
      const is = row.reduce((sum, count) => sum + count, 0);
      const said = confusion.reduce((sum, other) => sum + other[i]!, 0);
      return is + said === 0 ? null : (2 * row[i]!) / (is + said);
    })
    .filter((score) => score !== null);
  return [
    { metric: 'accuracy', value: rounded(right / all), split },
    {
      metric: 'macroF1',
      value: rounded(scores.reduce((sum, score) => sum + score, 0) / scores.length),
      split,
    },
    { metric: 'recordingAccuracy', value: rounded(recordingsRight / recordings), split },
  ];
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
