import type { ModelAccuracy } from '@fettle/contracts';
import type { DeviceProgram } from '@fettle/device-models';
import { areaUnderRoc } from '../recipe/roc';
import { ALARM } from '../int8/rows-autoencoder';
import { windowsOf } from '../vibration/windows';
import { soundClip } from './machine-sound';
import { SOUND_FAULTS } from './sound-faults';
import { soundingMachine } from './sounding-machine';

const SECONDS = 2;
/** Amplitudes of faults against the machine's own: from hardly to be heard to plain. */
const FAULT_LEVELS = [0.1, 0.2, 0.4] as const;

/** Two seconds of the machine of this seed in good order; `take` tells clips of one machine apart. */
export function healthyClip(machine: number, take: number): Int16Array {
  return soundClip({ machine: soundingMachine(machine), seconds: SECONDS, seed: machine * 10 + take });
}

/**
 * Area under the ROC of clips of these machines, one healthy and one with each fault at each level; the mean of all first. A
 * clip's score is the mean of its windows'. The machines are to be others than those trained on.
 */
export function judgeSound(
  program: DeviceProgram,
  machines: readonly number[],
  levels: readonly number[] = FAULT_LEVELS,
): ModelAccuracy[] {
  const scoreOf = (clip: Int16Array): number => {
    const scores = windowsOf(clip, program.inputSize).map((window) => program.run(window).scores[0]!);
    return scores.reduce((sum, score) => sum + score, 0) / scores.length;
  };
  const healthy = machines.map((machine) => scoreOf(healthyClip(machine, 1)));
  const split = `by machine: ${machines.length} simulated ones, none of them in training; mean score of ${SECONDS} s`;
  const rows = SOUND_FAULTS.flatMap((kind) =>
    levels.map((level) => {
      const faulty = machines.map((seed) => {
        const clip = { machine: soundingMachine(seed), seconds: SECONDS, seed: seed * 10 + 2 };
        return scoreOf(soundClip({ ...clip, fault: { kind, level } }));
      });
      return { metric: 'auc', value: areaUnderRoc(healthy, faulty), split: `${split}; ${kind} at ${level}` };
    }),
  );
  const mean = rows.reduce((sum, { value }) => sum + value, 0) / rows.length;
  const falseAlarms = healthy.filter((score) => score >= ALARM).length / healthy.length;
  return [
    { metric: 'auc', value: mean, split: `${split}; all faults` },
    ...rows,
    { metric: 'falseAlarmShare', value: falseAlarms, split },
  ].map((row) => ({ ...row, value: Math.round(row.value * 1000) / 1000 }));
}
