import type { ParetoPoint } from '@fettle/contracts';
import { reconstructionError, type ReconstructionScore, reconstructionSteps } from '@fettle/device-models';
import { fitStandardisation, type Standardisation, standardise } from '@fettle/features';
import { AppError } from '@fettle/kernel';
import { createInterpreter, type Interpreter, type Model } from '@fettle/tinyml';
import { type Dataset, fitStandardiser, standardise as standardiseReal } from '@fettle/training';
import { paretoPoints } from '../recipe/pareto-points';
import type { RecipeContext } from '../recipe/recipe.types';
import { realsOf } from './rows';
import { trainedInt8 } from './trained-int8';

export interface RowsAutoencoder {
  /** What the score means to the asset. */
  readonly role: string;
  readonly widths: readonly number[];
  /** Values of healthy windows or moments, to learn from and to choose by. */
  readonly training: readonly Int32Array[];
  readonly validation: readonly Int32Array[];
  /** Healthy ones that are not in `training`, recording by recording: what scores are measured by. */
  readonly healthy: readonly (readonly Int32Array[])[];
  /** Shares of neurons that are tried without. */
  readonly ratios: readonly number[];
  readonly epochs: number;
  readonly seed: number;
}

/** A trained autoencoder, how values become its input, and how what it could not give back is scored. */
export interface ScoredAutoencoder {
  readonly model: Model;
  readonly standardise: Standardisation;
  readonly score: ReconstructionScore;
  readonly pareto: readonly ParetoPoint[];
}

/** Mean score, in thousandths, that the worst of the healthy recordings has, and that from which on one alarms. */
const WORST_HEALTHY = 450;
export const ALARM = 500;

/** An autoencoder of rows of integers, as int8. The same rows give the same bits. */
export async function rowsAutoencoder(
  options: RowsAutoencoder,
  context: RecipeContext,
): Promise<ScoredAutoencoder> {
  const { training, validation, widths, epochs, seed, ratios } = options;
  const size = training[0]!.length;
  const standardiser = fitStandardiser(realsOf(training), size);
  const dataset = (rows: readonly Int32Array[]): Dataset => ({
    inputs: standardiseReal(standardiser, realsOf(rows)),
    shape: [size],
  });
  const hidden = widths.map((units) => ({ kind: 'dense', units, activation: 'relu' }) as const);
  const { compression, chosen } = await trainedInt8(
    {
      network: { input: [size], layers: [...hidden, { kind: 'dense', units: size }] },
      task: { kind: 'autoencoder' },
      data: dataset(training),
      validation: dataset(validation),
      ...{ epochs, seed, ratios },
    },
    context,
  );
  const { model } = chosen.quantized;
  return { model, ...scoring(options, model), pareto: paretoPoints(compression, chosen) };
}

function scoring(
  { training, healthy, role }: RowsAutoencoder,
  model: Model,
): Pick<ScoredAutoencoder, 'standardise' | 'score'> {
  const interpreter = createInterpreter(model, 'tflm');
  const input = gridOf(interpreter.inputs);
  const output = gridOf(interpreter.outputs);
  const by = fitStandardisation(training, input);
  const steps = reconstructionSteps(input.scale, output.scale);
  if (steps === null) throw new AppError('MODEL.BAD_SCALES', 'input and output scales are too far apart');
  const comparison = { ...steps, inputZeroPoint: input.zeroPoint, outputZeroPoint: output.zeroPoint };
  const errorOf = (row: Int32Array): number => {
    const given = standardise(row, by, new Int8Array(row.length));
    return reconstructionError(comparison, given, interpreter.run([given])[0] as Int8Array);
  };
  const half = halfOf(healthy.map((rows) => rows.map(errorOf)));
  return { standardise: by, score: { kind: 'reconstruction', role, ...comparison, half } };
}

/** Scale and zero point of a model's only input or output. */
export function gridOf([end]: Interpreter['inputs']): { readonly scale: number; readonly zeroPoint: number } {
  const { scales, zeroPoints } = end!.quantization!;
  return { scale: scales[0]!, zeroPoint: zeroPoints[0]! };
}

/** Where E / (E + half), averaged over a recording, is `WORST_HEALTHY` in the worst recording. */
function halfOf(recordings: readonly (readonly number[])[]): number {
  const worst = (half: number): number =>
    Math.max(
      ...recordings.map(
        (errors) => errors.reduce((sum, error) => sum + error / (error + half), 0) / errors.length,
      ),
    );
  let [low, high] = [1, 2 ** 40];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (worst(middle) * 1000 > WORST_HEALTHY) low = middle;
    else high = middle;
  }
  return high;
}
