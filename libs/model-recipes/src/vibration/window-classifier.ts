import type { DeviceProgramSpec, FeatureReport } from '@fettle/device-models';
import { createExtractor, type FeatureSpec, fitStandardisation } from '@fettle/features';
import { createInterpreter, type Model } from '@fettle/tinyml';
import { type Dataset, fitStandardiser, type LayerSpec, type Metric, standardise } from '@fettle/training';
import { paretoPoints } from '../recipe/pareto-points';
import type { RecipeContext, RecipeResult } from '../recipe/recipe.types';
import { realsOf, without } from '../int8/rows';
import { trainedInt8 } from '../int8/trained-int8';
import { ALARM } from '../int8/rows-autoencoder';

/** The values of a window, and what it is. */
export interface LabelledRow {
  readonly values: Int32Array;
  /** Index among the labels. */
  readonly label: number;
}

export interface WindowClassifier {
  /** Without `standardise`, which is learnt here. */
  readonly features: FeatureSpec;
  /** The first is the healthy one. */
  readonly labels: readonly string[];
  /** Names of values that are reported only. */
  readonly unseen?: readonly string[];
  readonly widths: readonly number[];
  readonly dropout: number;
  readonly reports: readonly FeatureReport[];
  readonly training: readonly LabelledRow[];
  /** What stops training and chooses among candidates; never what the model is judged by. */
  readonly validation: readonly LabelledRow[];
  /** Shares of neurons that are tried without. */
  readonly ratios: readonly number[];
  readonly epochs: number;
  readonly seed: number;
}

/**
 * A classifier of a window's features; its first score is the chance that anything is wrong, its second the likeliest class.
 * Classes count alike in training, however many rows each has. The same rows give the same bits.
 */
export async function windowClassifier(
  options: WindowClassifier,
  context: RecipeContext,
): Promise<Omit<RecipeResult, 'accuracy'>> {
  const { epochs, seed, ratios } = options;
  const seen = without(createExtractor(options.features).names, options.unseen ?? []);
  const valuesOf = (rows: readonly LabelledRow[]): Int32Array[] => rows.map(({ values }) => seen(values));
  const training = valuesOf(options.training);
  const size = training[0]!.length;
  const standardiser = fitStandardiser(realsOf(training), size);
  const dataset = (rows: readonly LabelledRow[]): Dataset => ({
    inputs: standardise(standardiser, realsOf(valuesOf(rows))),
    shape: [size],
    targets: Float32Array.from(rows, ({ label }) => label),
  });
  const { compression, chosen } = await trainedInt8(
    {
      network: { input: [size], layers: layersOf(options) },
      task: { kind: 'classifier' },
      data: dataset(options.training),
      validation: dataset(options.validation),
      balanced: true,
      metric: surprise(options),
      ...{ epochs, seed, ratios },
    },
    context,
  );
  const { model } = chosen.quantized;
  return { model, program: programOf(options, training, model), pareto: paretoPoints(compression, chosen) };
}

/** Chances below this are taken for it: an int8 softmax says 0 for what is below 1/512. */
const LEAST_CHANCE = 1 / 512;

/**
 * Mean of -log2 of the chance given to the truth on the validation rows. Accuracy is the same for many candidates where
 * classes are easy to tell; how sure each is of them is not.
 */
function surprise({ validation, labels }: WindowClassifier): Metric {
  return {
    name: 'surprise, bits',
    better: 'less',
    of: (outputs) =>
      validation.reduce((sum, { label }, i) => {
        const chance = Math.max(outputs[i * labels.length + label]!, LEAST_CHANCE);
        return sum - Math.log2(chance) / validation.length;
      }, 0),
  };
}

function layersOf({ widths, dropout, labels }: WindowClassifier): readonly LayerSpec[] {
  const drop = { kind: 'dropout', rate: dropout } as const;
  const hidden = widths.flatMap((units) => [{ kind: 'dense', units, activation: 'relu' } as const, drop]);
  return [drop, ...hidden, { kind: 'dense', units: labels.length, activation: 'softmax' }];
}

function programOf(
  { features, labels, reports }: WindowClassifier,
  training: readonly Int32Array[],
  model: Model,
): DeviceProgramSpec {
  const { quantization } = createInterpreter(model, 'tflm').inputs[0]!;
  const by = fitStandardisation(training, {
    scale: quantization!.scales[0]!,
    zeroPoint: quantization!.zeroPoints[0]!,
  });
  return {
    input: { kind: 'window', features: { ...features, standardise: by } },
    scores: [
      { kind: 'class-probability', role: 'fault_probability', classes: labels.map((_, i) => i).slice(1) },
      { kind: 'class-label', role: 'fault', labels },
    ],
    reports,
    threshold: ALARM,
  };
}
