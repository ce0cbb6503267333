import type { Network } from '../network/network.types';
import { checkWeights, outputSizeOf } from '../network/shapes';
import { Evaluator } from '../workers/evaluator';
import { targetWidthOf } from '../workers/team-memory';
import type { Dataset } from './data/dataset';
import { prepareData } from './prepare';
import { lossOfTask, taskKindOf } from './tasks/registry';
import type { TaskMetrics, TaskSpec } from './tasks/task.types';

/** A network's worth on data, as `train` measures it on validation data. */
export interface Evaluation {
  readonly loss: number;
  readonly metrics: TaskMetrics;
}

const ROWS = 32;

/**
 * Loss and metrics of a network on data that it has not seen, as a device would compute it (running statistics, no dropout).
 * Throws `TRAINING.NO_DATA`, `TRAINING.BAD_SHAPE`, `TRAINING.BAD_DATA` or `TRAINING.BAD_SPEC`.
 */
export function evaluate(network: Network, data: Dataset, task: TaskSpec): Evaluation {
  const { spec, weights } = network;
  checkWeights(spec, weights);
  const loss = lossOfTask(task);
  const memory = prepareData('data', data, spec, task);
  const width = outputSizeOf(spec);
  const outputs = new Float32Array(memory.count * width);
  const evaluator = new Evaluator(spec, loss, ROWS, false);
  let sum = 0;
  for (let chunk = 0; chunk * ROWS < memory.count; chunk++)
    sum += evaluator.chunk(chunk, memory, weights, outputs);
  const metrics = taskKindOf(task).metrics(task, {
    count: memory.count,
    outputs,
    width,
    targets: memory.targets,
    targetWidth: targetWidthOf(spec, loss),
  });
  return { loss: sum / memory.count, metrics };
}
