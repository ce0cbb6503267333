import type { Task } from './task';
import type { TaskSpecOf } from './task.types';

/** How well samples are rebuilt, the badly rebuilt ones above all. */
export const autoencoder: Task<TaskSpecOf<'autoencoder'>> = {
  defaultLoss: () => ({ kind: 'mean-squared-error' }),
  targetsAreInputs: true,
  takesLabels: false,
  metrics(_spec, { count, outputs, width, targets }) {
    const errors = new Float64Array(count);
    for (let i = 0; i < count * width; i++)
      errors[Math.floor(i / width)]! += (outputs[i]! - targets[i]!) ** 2 / width;
    errors.sort();
    const at = (share: number): number => errors[Math.max(0, Math.ceil(share * count) - 1)]!;
    return { kind: 'autoencoder', p50: at(0.5), p95: at(0.95), p99: at(0.99) };
  },
};
