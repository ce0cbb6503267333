import {
  type DeviceProgramSpec,
  type FeatureReport,
  reconstructionError,
  reconstructionSteps,
} from '@fettle/device-models';
import { createExtractor, type FeatureSpec, fitStandardisation, standardise } from '@fettle/features';
import { AppError } from '@fettle/kernel';
import { createInterpreter, type Model } from '@fettle/tinyml';
import { type Dataset, fitStandardiser, standardise as standardiseReal } from '@fettle/training';
import { paretoPoints } from '../recipe/pareto-points';
import type { RecipeContext, RecipeResult } from '../recipe/recipe.types';
import { realsOf, without } from './rows';
import { trainedInt8 } from './trained-int8';

export interface WindowAutoencoder {
  /** Without `standardise`, which is learnt here. */
  readonly features: FeatureSpec;
  readonly widths: readonly number[];
  readonly reports: readonly FeatureReport[];
  /** Names of values that are reported only: what the model is given for them is always nothing. */
  readonly unseen?: readonly string[];
  /** Values of healthy windows, to learn from and to choose by: of different machines. */
  readonly training: readonly Int32Array[];
  readonly validation: readonly Int32Array[];
  /** Of healthy machines that are not in `training`, recording by recording: what scores are measured by. */
  readonly healthy: readonly (readonly Int32Array[])[];
  readonly epochs: number;
  readonly seed: number;
}

/** Mean score, in thousandths, that the worst of the healthy recordings has, and that from which on one alarms. */
const WORST_HEALTHY = 450;
export const ALARM = 500;

/** An autoencoder of a window's features: what it cannot give back is unusual. The same rows give the same bits. */
export async function windowAutoencoder(
  options: WindowAutoencoder,
  context: RecipeContext,
): Promise<Omit<RecipeResult, 'accuracy'>> {
  const { widths, epochs, seed } = options;
  const seen = without(createExtractor(options.features).names, options.unseen ?? []);
  const training = options.training.map(seen);
  const validation = options.validation.map(seen);
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
      ratios: [0.25, 0.5],
      ...{ epochs, seed },
    },
    context,
  );
  const { model } = chosen.quantized;
  return { model, program: programOf(options, training, model), pareto: paretoPoints(compression, chosen) };
}

function programOf(
  { features, healthy, reports }: WindowAutoencoder,
  training: readonly Int32Array[],
  model: Model,
): DeviceProgramSpec {
  const interpreter = createInterpreter(model, 'tflm');
  const quantizationOf = ({ quantization }: (typeof interpreter.inputs)[number]) => ({
    scale: quantization!.scales[0]!,
    zeroPoint: quantization!.zeroPoints[0]!,
  });
  const input = quantizationOf(interpreter.inputs[0]!);
  const output = quantizationOf(interpreter.outputs[0]!);
  const by = fitStandardisation(training, input);
  const steps = reconstructionSteps(input.scale, output.scale);
  if (steps === null) throw new AppError('MODEL.BAD_SCALES', 'input and output scales are too far apart');
  const comparison = { ...steps, inputZeroPoint: input.zeroPoint, outputZeroPoint: output.zeroPoint };
  const errorOf = (row: Int32Array): number => {
    const given = standardise(row, by, new Int8Array(row.length));
    return reconstructionError(comparison, given, interpreter.run([given])[0] as Int8Array);
  };
  const half = halfOf(healthy.map((rows) => rows.map(errorOf)));
  return {
    input: { kind: 'window', features: { ...features, standardise: by } },
    scores: [{ kind: 'reconstruction', role: 'anomaly', ...comparison, half }],
    reports,
    threshold: ALARM,
  };
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
