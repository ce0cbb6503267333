import { Network } from '../network/network.types';
import { QuantizationChoice } from '../quantization/plan';
import { Dataset } from '../training/data/dataset';
import { TaskSpec } from '../training/tasks/task.types';
import { Budget, Candidate } from './candidate.types';
import { CostOf } from './costs';
import { TeachingOptions } from './distillation/distil';
import { Metric } from './metric';
import { FloatBaseline } from './pareto/table';
import { Pick } from './pareto/pick';
import { CriterionKind } from './pruning/criteria/registry';

/** How networks are trained after something was taken from them. */
export interface FineTuning {
  /** After each round of pruning, and for living with rounding. 5 unless given. */
  readonly epochs?: number;
  /** Falls by a cosine to nothing. 0.001 unless given. */
  readonly learningRate?: number;
  readonly batchSize?: number;
  readonly workers?: number;
}

export interface CompressOptions {
  /** Trained already. */
  readonly network: Network;
  readonly data: Dataset;
  /** What candidates are judged by; never learnt from and no part of the calibration. */
  readonly validation: Dataset;
  readonly task: TaskSpec;
  /** The task's own unless given. */
  readonly metric?: Metric;
  readonly budget?: Budget;
  /** `leastCosts` unless given; `costsOn(target)` for what a target's compiled C will take. */
  readonly costOf?: CostOf;
  /** Shares of channels to take out. 0.25, 0.5 and 0.75 unless given. */
  readonly ratios?: readonly number[];
  /** Rounds in which each share is taken out. 2 unless given. */
  readonly rounds?: number;
  readonly criterion?: CriterionKind;
  /** What pruning leaves of each layer is a multiple of this. 1 unless given. */
  readonly multiple?: number;
  readonly teaching?: TeachingOptions;
  readonly quantization?: Partial<Omit<QuantizationChoice, 'ranges'>>;
  readonly fineTuning?: FineTuning;
  /** Samples of the training data that calibrate, evenly spread. 256 unless given. */
  readonly calibrationSamples?: number;
  /** 1 unless given. */
  readonly seed?: number;
  readonly onProgress?: (progress: CompressionProgress) => void;
  /** Ends compression after the step at hand, with the candidates that there are. */
  readonly signal?: AbortSignal;
}

/** After each candidate. */
export interface CompressionProgress {
  readonly done: number;
  readonly of: number;
  readonly candidate: Candidate;
}

export interface Compression {
  readonly metric: Metric;
  readonly float: FloatBaseline;
  /** In the order in which they were made: rounded, trained with rounding, pruned. */
  readonly candidates: readonly Candidate[];
  /** Those that no other beats in size, RAM, instructions and score at once. */
  readonly front: ReadonlySet<Candidate>;
  /** For the budget, or for none: the best there is. Undefined where compression ended before the first candidate. */
  readonly pick: Pick<Candidate> | undefined;
  readonly stopped: 'finished' | 'aborted';
}
