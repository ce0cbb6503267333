import { AppError } from '@fettle/kernel';
import { badShape } from '../../network/errors';
import { type Shape, sizeOf } from '../../network/layers/layer';

/** Samples with what is known of them. Nothing here is ever changed. */
export interface Dataset {
  /** [samples, …shape], row-major. */
  readonly inputs: Float32Array;
  /** Of one sample. */
  readonly shape: Shape;
  /**
   * [samples, width of the task's loss]; a classifier also takes [samples]: the number of the class. Left out by an
   * autoencoder, whose targets are its inputs.
   */
  readonly targets?: Float32Array;
  /** What each sample counts in the loss; default 1. */
  readonly sampleWeights?: Float32Array;
}

/** How many samples there are. Throws `TRAINING.NO_DATA` for none and `TRAINING.BAD_SHAPE` where the last is cut off. */
export function sampleCount({ inputs, shape }: Dataset): number {
  if (inputs.length === 0) throw new AppError('TRAINING.NO_DATA', 'there is not one sample');
  const count = inputs.length / sizeOf(shape);
  if (!Number.isInteger(count)) {
    throw badShape(`${inputs.length} numbers are not a whole number of samples [${shape.join(', ')}]`);
  }
  return count;
}

/** Throws `TRAINING.BAD_DATA`, with the place, for the first number that is not finite. */
export function refuseNonFinite(what: string, values: Float32Array, perSample: number): void {
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    const sample = Math.floor(i / perSample);
    throw new AppError(
      'TRAINING.BAD_DATA',
      `${what} of sample ${sample} hold ${values[i]} at ${i % perSample}`,
      {
        details: { sample, at: i % perSample },
      },
    );
  }
}

/** The samples at these indices, in this order. Throws `TRAINING.BAD_SHAPE` for an index that there is not. */
export function samplesAt(dataset: Dataset, indices: Iterable<number>): Dataset {
  const count = sampleCount(dataset);
  const rows = [...indices];
  const lost = rows.find((index) => !Number.isInteger(index) || index < 0 || index >= count);
  if (lost !== undefined) throw badShape(`no sample ${lost} among ${count}`);
  const pick = (values: Float32Array): Float32Array => {
    const size = values.length / count;
    const picked = new Float32Array(rows.length * size);
    for (const [to, from] of rows.entries())
      picked.set(values.subarray(from * size, (from + 1) * size), to * size);
    return picked;
  };
  return {
    shape: dataset.shape,
    inputs: pick(dataset.inputs),
    ...(dataset.targets === undefined ? {} : { targets: pick(dataset.targets) }),
    ...(dataset.sampleWeights === undefined ? {} : { sampleWeights: pick(dataset.sampleWeights) }),
  };
}

/** Numbers of classes as rows with a single 1 [samples, classes]. Throws `TRAINING.BAD_DATA` for a class that there is not. */
export function oneHot(labels: ArrayLike<number>, classes: number): Float32Array {
  const rows = new Float32Array(labels.length * classes);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new AppError('TRAINING.BAD_DATA', `sample ${i} is of class ${label}, not 0 to ${classes - 1}`, {
        details: { sample: i, label },
      });
    }
    rows[i * classes + label] = 1;
  }
  return rows;
}
