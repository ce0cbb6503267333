import { NetworkSpec } from '../network/network.types';
import { outputSizeOf } from '../network/shapes';
import { lossOfTask, taskKindOf } from '../training/tasks/registry';
import { TaskKindName, TaskMetrics, TaskSpec } from '../training/tasks/task.types';
import { Dataset } from '../training/data/dataset';
import { prepareData } from '../training/prepare';
import { targetWidthOf } from '../workers/team-memory';

/** A measure of how good a network's outputs on the validation data are. */
export interface Metric {
  readonly name: string;
  readonly better: 'more' | 'less';
  /** Of all outputs in real numbers, sample after sample. */
  of(outputs: Float32Array): number;
}

type Headline = Pick<Metric, 'name' | 'better'> & { read(metrics: TaskMetrics): number };

/** The one number that stands for a task's metrics. */
const HEADLINES: Readonly<Record<TaskKindName, Headline>> = {
  classifier: {
    name: 'accuracy',
    better: 'more',
    read: (metrics) => (metrics.kind === 'classifier' ? metrics.accuracy : NaN),
  },
  autoencoder: {
    name: 'error, 95th percentile',
    better: 'less',
    read: (metrics) => (metrics.kind === 'autoencoder' ? metrics.p95 : NaN),
  },
  regressor: {
    name: 'rmse',
    better: 'less',
    read: (metrics) => (metrics.kind === 'regressor' ? metrics.rmse : NaN),
  },
  forecaster: {
    name: 'pinball',
    better: 'less',
    read: (metrics) => (metrics.kind === 'forecaster' ? metrics.pinball : NaN),
  },
};

/**
 * The task's own measure on this data: accuracy, the 95th percentile of reconstruction errors, root mean squared error, or
 * pinball loss. Throws as `train` does for data that do not fit.
 */
export function taskMetric(spec: NetworkSpec, data: Dataset, task: TaskSpec): Metric {
  const { name, better, read } = HEADLINES[task.kind];
  const { count, targets } = prepareData('validation data', data, spec, task);
  const width = outputSizeOf(spec);
  const targetWidth = targetWidthOf(spec, lossOfTask(task));
  return {
    name,
    better,
    of: (outputs) => read(taskKindOf(task).metrics(task, { count, outputs, width, targets, targetWidth })),
  };
}
