import { AppError, seededRandom } from '@fettle/kernel';
import {
  type Budget,
  type Candidate,
  compress,
  type Compression,
  costsOn,
  type Dataset,
  initialNetwork,
  type Metric,
  type NetworkSpec,
  type TaskSpec,
  train,
} from '@fettle/training';
import type { RecipeContext } from '../recipe/recipe.types';

export interface TrainedInt8Options {
  readonly network: NetworkSpec;
  readonly task: TaskSpec;
  readonly data: Dataset;
  /** What stops training early and what candidates are judged by; of other recordings than `data`. */
  readonly validation: Dataset;
  readonly epochs: number;
  readonly seed: number;
  readonly ratios: readonly number[];
  /** A classifier's classes count alike, however many samples each has. */
  readonly balanced?: boolean;
  readonly budget?: Budget;
  /** What candidates are judged by; the task's own unless given. */
  readonly metric?: Metric;
  readonly batchSize?: number;
  /** Epochs without a better loss after which training ends; a third of all unless given. */
  readonly patience?: number;
}

/**
 * A network trained from chance to int8, with the smaller ones that were tried beside it; costs are those predicted for a
 * Cortex-M4. The same options give the same bits. `MODEL.STOPPED` where the signal ended it before there was a model.
 */
export async function trainedInt8(
  options: TrainedInt8Options,
  { workers, onProgress, signal }: RecipeContext,
): Promise<{ readonly compression: Compression; readonly chosen: Candidate }> {
  const { network: spec, task, data, validation, seed, batchSize = 64, budget, metric, ratios } = options;
  const { network } = await train({
    ...{ data, validation, task, batchSize, seed, workers, signal },
    network: initialNetwork(spec, seededRandom(seed)),
    epochs: options.epochs,
    optimizer: { kind: 'adam', learningRate: 3e-3 },
    schedule: { kind: 'cosine' },
    earlyStopping: { patience: options.patience ?? Math.ceil(options.epochs / 3) },
    ...(options.balanced === true ? { classWeights: 'balanced' } : {}),
    onEpoch: ({ epoch, loss, validationLoss }) => {
      if (epoch % 10 === 0)
        onProgress(`epoch ${epoch}: loss ${loss.toFixed(4)}, held out ${validationLoss?.toFixed(4)}`);
    },
  });
  const compression = await compress({
    ...{ network, data, validation, task, ratios, seed, signal },
    ...(budget === undefined ? {} : { budget }),
    ...(metric === undefined ? {} : { metric }),
    costOf: costsOn('cortex-m4'),
    fineTuning: { epochs: 8, batchSize, workers },
    onProgress: ({ done, of, candidate }) =>
      onProgress(`${done}/${of} ${candidate.name}: ${candidate.score.toFixed(4)}`),
  });
  const { pick } = compression;
  if (pick === undefined || !('picked' in pick)) {
    throw new AppError('MODEL.STOPPED', 'stopped before there was a model');
  }
  return { compression, chosen: pick.picked };
}
