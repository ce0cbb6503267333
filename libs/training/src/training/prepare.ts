import { AppError } from '@fettle/kernel';
import type { LossSpec } from '../losses/loss.types';
import { badShape, badSpec, wholeNumber } from '../network/errors';
import type { NetworkSpec } from '../network/network.types';
import { inputSizeOf, outputSizeOf } from '../network/shapes';
import { type DataMemory, targetWidthOf } from '../workers/team-memory';
import { type Dataset, oneHot, refuseNonFinite, sampleCount } from './data/dataset';
import { lossOfTask, taskKindOf } from './tasks/registry';
import type { TaskSpec } from './tasks/task.types';
import type { TrainOptions } from './train.types';

/**
 * A data set as a network, task and loss need it: targets as rows, everything finite.
 * Throws `TRAINING.NO_DATA`, `TRAINING.BAD_SHAPE` or `TRAINING.BAD_DATA`.
 */
export function prepareData(what: string, data: Dataset, spec: NetworkSpec, task: TaskSpec): DataMemory {
  const count = sampleCount(data);
  if (data.shape.join() !== spec.input.join()) {
    throw badShape(
      `${what}: samples of [${data.shape.join(', ')}], a network for [${spec.input.join(', ')}]`,
    );
  }
  const targets = targetsOf(what, data, count, spec, task);
  const weights = data.sampleWeights;
  if (weights !== undefined && weights.length !== count) {
    throw badShape(`${what}: ${weights.length} weights for ${count} samples`);
  }
  refuseNonFinite(`${what}: inputs`, data.inputs, inputSizeOf(spec));
  refuseNonFinite(`${what}: targets`, targets, targets.length / count);
  if (weights !== undefined) refuseNonFinite(`${what}: weights`, weights, 1);
  return { count, inputs: data.inputs, targets, weights };
}

function targetsOf(
  what: string,
  data: Dataset,
  count: number,
  spec: NetworkSpec,
  task: TaskSpec,
): Float32Array {
  const { targetsAreInputs, takesLabels } = taskKindOf(task);
  const targets = data.targets ?? (targetsAreInputs ? data.inputs : undefined);
  if (targets === undefined) throw badShape(`${what}: a ${task.kind} needs targets`);
  const width = targetWidthOf(spec, lossOfTask(task));
  if (takesLabels && targets.length === count && width === outputSizeOf(spec)) return oneHot(targets, width);
  if (targets.length !== count * width) {
    throw badShape(`${what}: ${targets.length} targets for ${count} samples, not ${width} for each`);
  }
  return targets;
}

/** Training data with class weights worked into what each sample counts. Throws `TRAINING.BAD_SPEC`. */
export function withClassWeights(
  data: DataMemory,
  spec: NetworkSpec,
  classWeights: TrainOptions['classWeights'],
): DataMemory {
  if (classWeights === undefined) return data;
  const classes = outputSizeOf(spec);
  const width = data.targets.length / data.count;
  const given = classWeights === 'balanced' ? balanced(data, classes, width) : classWeights;
  if (given.length !== classes || given.some((weight) => !(weight >= 0 && weight < Infinity))) {
    throw badSpec(`${classes} classes need as many weights of at least 0: [${given.join(', ')}]`);
  }
  const weights = new Float32Array(data.count);
  for (let i = 0; i < data.count; i++) {
    let weight = 0;
    for (let c = 0; c < classes; c++) weight += data.targets[i * width + c]! * given[c]!;
    weights[i] = weight * (data.weights === undefined ? 1 : data.weights[i]!);
  }
  return { ...data, weights };
}

/** samples / (classes · samples of the class); 0 for a class without samples. */
function balanced(data: DataMemory, classes: number, width: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (let i = 0; i < data.count; i++) {
    for (let c = 0; c < classes; c++) counts[c]! += data.targets[i * width + c]!;
  }
  return counts.map((count) => (count > 0 ? data.count / (classes * count) : 0));
}

/** Throws `TRAINING.BAD_SPEC` for options without sense, before anything is allocated. */
export function checkOptions(options: TrainOptions, loss: LossSpec): void {
  wholeNumber('epochs', options.epochs);
  wholeNumber('batchSize', options.batchSize ?? 1);
  wholeNumber('shards', options.shards ?? 1);
  wholeNumber('workers', options.workers ?? 1);
  wholeNumber('seed', options.seed ?? 0, 0);
  if (options.clipNorm !== undefined && !(options.clipNorm > 0)) {
    throw badSpec(`clipNorm is above 0, not ${options.clipNorm}`);
  }
  if (options.earlyStopping !== undefined) {
    wholeNumber('patience', options.earlyStopping.patience);
    if (!((options.earlyStopping.minDelta ?? 0) >= 0)) throw badSpec('minDelta is at least 0');
  }
  if (options.classWeights !== undefined && options.task.kind !== 'classifier') {
    throw badSpec(`class weights are for classifiers, not for a ${options.task.kind} with ${loss.kind}`);
  }
}

/** The error of a training whose loss is no number any more: a rate too high, or data far from 0. */
export function diverged(epoch: number, step: number): AppError {
  return new AppError(
    'TRAINING.DIVERGED',
    `the loss is no number any more in epoch ${epoch}, step ${step}: lower the learning rate or clip gradients`,
    { details: { epoch, step } },
  );
}
