import { lossOf } from '../../losses/registry';
import type { Task } from './task';
import type { TaskSpecOf } from './task.types';

const QUANTILES = [0.1, 0.5, 0.9];

/** Whether quantiles are where they say they are, and how far the middle one is from the truth. */
export const forecaster: Task<TaskSpecOf<'forecaster'>> = {
  defaultLoss: (spec) => ({ kind: 'quantile', quantiles: quantilesOf(spec) }),
  targetsAreInputs: false,
  takesLabels: false,
  metrics(spec, { outputs, width, targets, targetWidth }) {
    const each = width / targetWidth;
    const quantiles = quantilesOf(spec).slice(0, each);
    const middle = nearestToMedian(quantiles);
    const below = new Array<number>(each).fill(0);
    let off = 0;
    for (let i = 0; i < outputs.length; i++) {
      const truth = targets[Math.floor(i / each)]!;
      if (truth <= outputs[i]!) below[i % each]! += 1;
      if (i % each === middle) off += Math.abs(truth - outputs[i]!);
    }
    const pinball =
      quantiles.length === each
        ? lossOf({ kind: 'quantile', quantiles }, { outputs, width, targets }).loss
        : NaN;
    return {
      kind: 'forecaster',
      pinball,
      mae: off / targets.length,
      coverage: below.map((count) => count / targets.length),
    };
  },
};

function quantilesOf({ loss, quantiles }: TaskSpecOf<'forecaster'>): readonly number[] {
  return loss?.kind === 'quantile' ? loss.quantiles : (quantiles ?? QUANTILES);
}

function nearestToMedian(quantiles: readonly number[]): number {
  const distance = quantiles.map((q) => Math.abs(q - 0.5));
  return distance.indexOf(Math.min(...distance));
}
