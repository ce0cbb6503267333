import { distillationTargets } from '../../losses/distillation.loss';
import { badSpec } from '../../network/errors';
import { forward, predict } from '../../network/network';
import { Network } from '../../network/network.types';
import { inputSizeOf, outputSizeOf } from '../../network/shapes';
import { Dataset } from '../../training/data/dataset';
import { prepareData } from '../../training/prepare';
import { TaskSpec } from '../../training/tasks/task.types';
import { train } from '../../training/train';
import { TrainOptions, TrainResult } from '../../training/train.types';

export interface TeachingOptions {
  /** How much a classifier's teacher is softened: what it holds likely beside its choice shows. 3 unless given. */
  readonly temperature?: number;
  /** Share of the truth in what is learnt, the rest is the teacher's; in [0, 1]. 0.3 unless given. */
  readonly hardShare?: number;
}

export interface DistilOptions extends TeachingOptions {
  readonly teacher: Network;
  /** Where the student starts: fresh (`initialNetwork`), or what pruning left of the teacher. Any layers, same ends. */
  readonly student: Network;
  readonly training: Omit<TrainOptions, 'network'>;
}

/**
 * Trains a student on what a larger network says (Hinton, Vinyals and Dean, 2015); see `taught`. Rejects as `train` does, and
 * with `TRAINING.BAD_SPEC` where teacher and student differ in their ends.
 */
export async function distil({
  teacher,
  student,
  training,
  ...teaching
}: DistilOptions): Promise<TrainResult> {
  const same =
    teacher.spec.input.join() === student.spec.input.join() &&
    outputSizeOf(teacher.spec) === outputSizeOf(student.spec);
  if (!same) throw badSpec('teacher and student differ in what goes in or comes out');
  return train({ ...taught(teacher, training, teaching), network: student });
}

/**
 * The same training with a teacher's word in its targets: a classifier learns the teacher's softened classes beside the truth,
 * a regressor or autoencoder a mixture of the teacher's results and the truth, a forecaster the teacher's quantiles alone.
 * Losses and metrics of the training compare with these targets. Throws as `train` does for data that do not fit.
 */
export function taught<T extends Omit<TrainOptions, 'network'>>(
  teacher: Network,
  training: T,
  teaching: TeachingOptions,
): T {
  const { data, validation, task } = training;
  const lesson = lessonOf('training data', teacher, data, task, teaching);
  if (validation === undefined) return { ...training, ...lesson };
  const examined = lessonOf('validation data', teacher, validation, task, teaching).data;
  return { ...training, ...lesson, validation: examined };
}

/** A data set with what the teacher says of it, and the task of learning that. */
interface Lesson {
  readonly data: Dataset;
  readonly task: TaskSpec;
}

function lessonOf(
  what: string,
  teacher: Network,
  data: Dataset,
  task: TaskSpec,
  { temperature = 3, hardShare = 0.3 }: TeachingOptions,
): Lesson {
  const { targets: truth } = prepareData(what, data, teacher.spec, task);
  if (task.kind === 'classifier') {
    const targets = distillationTargets(truth, logitsOf(teacher, data.inputs), outputSizeOf(teacher.spec));
    const loss = { kind: 'distillation', temperature, hardShare } as const;
    return { data: { ...data, targets }, task: { kind: 'classifier', loss } };
  }
  const results = predict(teacher, data.inputs);
  if (task.kind === 'forecaster') {
    return { data: { ...data, targets: results }, task: { kind: 'regressor' } };
  }
  if (!(hardShare >= 0 && hardShare <= 1)) throw badSpec(`hardShare lies in [0, 1], not at ${hardShare}`);
  const targets = results.map((value, i) => (1 - hardShare) * value + hardShare * truth[i]!);
  return { data: { ...data, targets }, task };
}

/** Samples whose tensors are in memory at once. */
const CHUNK = 64;

/** Results before the last softmax. */
function logitsOf(network: Network, inputs: Float32Array): Float32Array {
  const size = inputSizeOf(network.spec);
  const width = outputSizeOf(network.spec);
  const logits = new Float32Array((inputs.length / size) * width);
  for (let from = 0; from * size < inputs.length; from += CHUNK) {
    const tensors = forward(network, inputs.subarray(from * size, (from + CHUNK) * size), { softmax: false });
    logits.set(tensors.at(-1)!, from * width);
  }
  return logits;
}
