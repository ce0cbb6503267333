import type { Task } from './task';
import type { TaskSpecOf } from './task.types';

/** How far results are from the truth, over all outputs. */
export const regressor: Task<TaskSpecOf<'regressor'>> = {
  defaultLoss: () => ({ kind: 'mean-squared-error' }),
  targetsAreInputs: false,
  takesLabels: false,
  metrics(_spec, { outputs, targets }) {
    let squares = 0;
    let off = 0;
    let nasaScore = 0;
    for (let i = 0; i < outputs.length; i++) {
      const late = outputs[i]! - targets[i]!;
      squares += late * late;
      off += Math.abs(late);
      nasaScore += late < 0 ? Math.expm1(-late / 13) : Math.expm1(late / 10);
    }
    return {
      kind: 'regressor',
      rmse: Math.sqrt(squares / outputs.length),
      mae: off / outputs.length,
      nasaScore,
    };
  },
};
