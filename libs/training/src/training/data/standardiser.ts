import { badShape } from '../../network/errors';

/** Mean and spread of each channel, learnt once, from training data only; JSON as it is. */
export interface Standardiser {
  readonly mean: readonly number[];
  /** Standard deviation; 1 where a channel never changed, so that it becomes 0 and not noise. */
  readonly deviation: readonly number[];
}

/**
 * Learns from samples whose last axis is `channels` wide. Fit on the training part alone: what validation and test data look
 * like must not be known before them. Throws `TRAINING.BAD_SHAPE` where the numbers are not whole rows of channels, or none.
 */
export function fitStandardiser(values: Float32Array, channels: number): Standardiser {
  const rows = rowsOf(values, channels);
  if (rows === 0) throw badShape('a standardiser cannot be learnt from nothing');
  const mean = new Array<number>(channels).fill(0);
  const squares = new Array<number>(channels).fill(0);
  for (let i = 0; i < values.length; i++) mean[i % channels]! += values[i]! / rows;
  for (let i = 0; i < values.length; i++)
    squares[i % channels]! += (values[i]! - mean[i % channels]!) ** 2 / rows;
  const deviation = squares.map((square, c) => {
    const spread = Math.sqrt(square);
    return spread > 1e-9 * Math.max(1, Math.abs(mean[c]!)) ? spread : 1;
  });
  return { mean, deviation };
}

/** New numbers of mean 0 and deviation 1 where they resemble those learnt from. Throws `TRAINING.BAD_SHAPE`. */
export function standardise({ mean, deviation }: Standardiser, values: Float32Array): Float32Array {
  rowsOf(values, mean.length);
  return values.map((value, i) => (value - mean[i % mean.length]!) / deviation[i % mean.length]!);
}

function rowsOf(values: Float32Array, channels: number): number {
  const rows = values.length / channels;
  if (channels > 0 && Number.isInteger(rows)) return rows;
  throw badShape(`${values.length} numbers are not whole rows of ${channels} channels`);
}
