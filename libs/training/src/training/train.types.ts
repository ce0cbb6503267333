import type { Network } from '../network/network.types';
import type { OptimizerSpec } from '../optimizers/optimizer.types';
import type { ScheduleSpec } from '../optimizers/schedule';
import type { Dataset } from './data/dataset';
import type { TrainingHooks } from './hooks';
import type { TaskMetrics, TaskSpec } from './tasks/task.types';

export interface EarlyStopping {
  /** Epochs without a better loss after which training ends. */
  readonly patience: number;
  /** By how much a loss must be smaller to count as better. Default 0. */
  readonly minDelta?: number;
}

export interface TrainOptions {
  /** Where training starts; not changed. */
  readonly network: Network;
  readonly data: Dataset;
  /** Judged after every epoch, never learnt from. */
  readonly validation?: Dataset;
  readonly task: TaskSpec;
  readonly epochs: number;
  /** Default 32; at most all samples. */
  readonly batchSize?: number;
  /** Default Adam. */
  readonly optimizer?: OptimizerSpec;
  /** Default constant. */
  readonly schedule?: ScheduleSpec;
  /** Gradients longer than this are cut to it. Default: never. */
  readonly clipNorm?: number;
  /** Watches the validation loss (without validation data the training loss); the best epoch's weights are returned. */
  readonly earlyStopping?: EarlyStopping;
  /** What samples of each class count in the training loss; `balanced`: as much as if all classes were equally many. */
  readonly classWeights?: readonly number[] | 'balanced';
  /** Decides order and dropout. Default 1. */
  readonly seed?: number;
  /**
   * Parts into which each batch is cut, whatever the threads: gradients are summed by part, then over parts in order. Batch
   * norms see one part at a time. Default 4.
   */
  readonly shards?: number;
  /** Threads at most, this one included. Fewer are used where the work would not pay for them. Default 1. */
  readonly workers?: number;
  readonly hooks?: TrainingHooks;
  readonly onEpoch?: (record: EpochRecord) => void;
  /** After every step. */
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Ends training after the step at hand; what was learnt until then is returned. */
  readonly signal?: AbortSignal;
}

/** What one epoch brought. */
export interface EpochRecord {
  /** From 1. */
  readonly epoch: number;
  /** Mean over the epoch's steps, each as it was before its step. */
  readonly loss: number;
  readonly validationLoss?: number;
  /** Of the validation data. */
  readonly metrics?: TaskMetrics;
  /** At the epoch's last step. */
  readonly learningRate: number;
}

/** Where a training stands. */
export interface TrainingProgress {
  readonly epoch: number;
  readonly epochs: number;
  /** Within the epoch, from 1. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** Mean over the epoch so far. */
  readonly loss: number;
  /** Of the epoch before. */
  readonly validationLoss?: number;
  readonly learningRate: number;
  /** Over all epochs. */
  readonly samplesDone: number;
  readonly samplesInAll: number;
}

export interface TrainResult {
  /** Of the best epoch with early stopping, else of the last. */
  readonly network: Network;
  /** Epochs that were finished. */
  readonly history: readonly EpochRecord[];
  /** The epoch of least validation loss (training loss without validation data); undefined where none was finished. */
  readonly best: EpochRecord | undefined;
  readonly stopped: 'finished' | 'early' | 'aborted';
  readonly threads: number;
}
