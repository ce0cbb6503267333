import type { ModelAccuracy } from '@fettle/contracts';
import {
  createDeviceProgram,
  type DeviceProgramSpec,
  reconstructionError,
  reconstructionSteps,
} from '@fettle/device-models';
import type { AssetType } from '@fettle/domains';
import { fitStandardisation, standardise } from '@fettle/features';
import { AppError, DAY_MS, MINUTE_MS } from '@fettle/kernel';
import { createInterpreter, type Model } from '@fettle/tinyml';
import { type Dataset, fitStandardiser, standardise as standardiseReal } from '@fettle/training';
import { ALARM, gridOf } from '../int8/rows-autoencoder';
import { realsOf } from '../int8/rows';
import { trainedInt8 } from '../int8/trained-int8';
import { paretoPoints } from '../recipe/pareto-points';
import { quantileOf } from '../recipe/roc';
import type { ModelRecipe, RecipeContext, RecipeResult } from '../recipe/recipe.types';
import { judgeAlarms } from './judge-alarms';
import { simulatedRows, type SimulatedRow } from './simulated-rows';

export interface ReadingsRecipe {
  readonly type: AssetType;
  /** Signals that the model sees, in order. */
  readonly signals: readonly string[];
  /** Neurons of the layers between input and output. */
  readonly widths: readonly number[];
  /** Simulated days of each machine in training. */
  readonly days: number;
}

const SEED = 7;
const EVERY_MS = 30 * MINUTE_MS;
const TRAINING_SEEDS = Array.from({ length: 48 }, (_, i) => 1000 + i);
const VALIDATION_SEEDS = Array.from({ length: 16 }, (_, i) => 2000 + i);
const TEST_SEEDS = Array.from({ length: 24 }, (_, i) => 3000 + i);
const TRAINING_ROWS = 12_000;
const VALIDATION_ROWS = 3_000;
/** Share of healthy rows that may reconstruct worse than what scores one half. */
const HEALTHY_SHARE = 0.99;

/**
 * An autoencoder of one moment's readings, trained on healthy simulated machines: what it cannot give back is unusual.
 * Machines for training, for choosing and for judging are different ones.
 */
export async function readingsAutoencoder(
  recipe: ReadingsRecipe,
  context: RecipeContext,
): Promise<RecipeResult> {
  const { type, signals, widths, days } = recipe;
  const rowsOf = (seeds: readonly number[]): SimulatedRow[] =>
    simulatedRows({ type, signals, seeds, days, everyMs: EVERY_MS }).filter(({ severity }) => severity === 0);
  const machines = TRAINING_SEEDS.length + VALIDATION_SEEDS.length;
  context.onProgress(`simulating ${machines} healthy machines of ${type.id}`);
  const training = spread(rowsOf(TRAINING_SEEDS), TRAINING_ROWS);
  const validation = spread(rowsOf(VALIDATION_SEEDS), VALIDATION_ROWS);
  const standardiser = fitStandardiser(realsOf(valuesOf(training)), signals.length);
  const dataset = (rows: readonly SimulatedRow[]): Dataset => ({
    inputs: standardiseReal(standardiser, realsOf(valuesOf(rows))),
    shape: [signals.length],
  });
  const hidden = widths.map((units) => ({ kind: 'dense', units, activation: 'relu' }) as const);
  const { compression, chosen } = await trainedInt8(
    {
      network: { input: [signals.length], layers: [...hidden, { kind: 'dense', units: signals.length }] },
      task: { kind: 'autoencoder' },
      data: dataset(training),
      validation: dataset(validation),
      ...{ epochs: 60, patience: 12, seed: SEED, ratios: [0.25, 0.5] },
    },
    context,
  );
  const { model } = chosen.quantized;
  const program = programOf(model, signals, training, validation);
  const accuracy = judge(recipe, model, program, context);
  return { model, program, accuracy, pareto: paretoPoints(compression, chosen) };
}

/** Evenly spread over all rows, so that every machine and season counts. */
function spread(rows: readonly SimulatedRow[], most: number): SimulatedRow[] {
  if (rows.length <= most) return [...rows];
  return Array.from({ length: most }, (_, i) => rows[Math.floor((i * rows.length) / most)]!);
}

const valuesOf = (rows: readonly SimulatedRow[]): Int32Array[] =>
  rows.map(({ values }) => Int32Array.from(values));

function programOf(
  model: Model,
  signals: readonly string[],
  training: readonly SimulatedRow[],
  validation: readonly SimulatedRow[],
): DeviceProgramSpec {
  const interpreter = createInterpreter(model, 'tflm');
  const [input, output] = [gridOf(interpreter.inputs), gridOf(interpreter.outputs)];
  const by = fitStandardisation(valuesOf(training), input);
  const steps = reconstructionSteps(input.scale, output.scale);
  if (steps === null) throw new AppError('MODEL.BAD_SCALES', 'input and output scales are too far apart');
  const zeros = { inputZeroPoint: input.zeroPoint, outputZeroPoint: output.zeroPoint };
  const errors = valuesOf(validation).map((values) => {
    const given = standardise(values, by, new Int8Array(values.length));
    return reconstructionError({ ...steps, ...zeros }, given, interpreter.run([given])[0] as Int8Array);
  });
  const half = Math.max(1, Math.round(quantileOf(errors, HEALTHY_SHARE)));
  return {
    input: { kind: 'readings', signals, standardise: by },
    scores: [{ kind: 'reconstruction', role: 'anomaly_score', ...zeros, ...steps, half }],
    reports: [],
    threshold: ALARM,
  };
}

/** Machines that nobody trained or chose on: half stay healthy, on each of the others one part fails. */
function judge(
  { type, signals, days }: ReadingsRecipe,
  model: Model,
  spec: DeviceProgramSpec,
  { onProgress }: RecipeContext,
): ModelAccuracy[] {
  onProgress(`judging on ${TEST_SEEDS.length} other machines`);
  const wear = type.wear!;
  const parts = [...new Set(wear.map(({ failureMode }) => failureMode))].map(
    (mode) => wear.find(({ failureMode }) => failureMode === mode)!.component,
  );
  const program = createDeviceProgram(spec, model);
  const scored = (rows: readonly SimulatedRow[]) =>
    rows.map(({ asset, atMs, severity, values }) => ({
      asset,
      atMs,
      severity,
      score: program.run(values).scores[0]!,
    }));
  const healthy = TEST_SEEDS.slice(0, TEST_SEEDS.length / 2);
  const failing = TEST_SEEDS.slice(TEST_SEEDS.length / 2);
  return judgeAlarms({
    healthy: scored(simulatedRows({ type, signals, seeds: healthy, days, everyMs: EVERY_MS })),
    failing: scored(
      simulatedRows({
        type,
        signals,
        seeds: failing,
        days,
        everyMs: EVERY_MS,
        fails: (asset) => ({ component: parts[asset % parts.length]!, afterDays: days }),
      }),
    ),
    alarm: ALARM,
    lastsMs: DAY_MS,
    split: 'by machine: 24 simulated ones, none of them in training',
  });
}

/** The recipe of an asset type's anomaly detector, as a row of the registry. */
export function readingsModelRecipe(
  described: Omit<ModelRecipe, 'run' | 'task' | 'signals' | 'assetTypes' | 'source' | 'shipped'>,
  recipe: ReadingsRecipe,
): ModelRecipe {
  return {
    ...described,
    task: 'anomaly',
    signals: recipe.signals,
    assetTypes: [recipe.type.id],
    source: 'simulated machines of this project (libs/domains), Apache-2.0',
    shipped: true,
    run: (context) => readingsAutoencoder(recipe, context),
  };
}
