import type { LossSpec } from '../../losses/loss.types';
import type { TaskMetrics, TaskSpec } from './task.types';

/** Results beside the truth; at least one sample. */
export interface Results {
  readonly count: number;
  /** [count, width], after the last activation. */
  readonly outputs: Float32Array;
  readonly width: number;
  /** [count, targetWidth]. */
  readonly targets: Float32Array;
  readonly targetWidth: number;
}

/** Everything there is to know of one kind of task. */
export interface Task<S extends TaskSpec = TaskSpec> {
  /** The loss where the spec names none. */
  defaultLoss(spec: S): LossSpec;
  /** Targets are the inputs where there are none. */
  readonly targetsAreInputs: boolean;
  /** A single number for each sample may stand for a row with a 1 at that place. */
  readonly takesLabels: boolean;
  metrics(spec: S, results: Results): TaskMetrics;
}
