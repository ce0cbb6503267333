import type { ModelAccuracy } from '@fettle/contracts';
import { createDeviceProgram, type DeviceProgramSpec } from '@fettle/device-models';
import type { ModelRecipe, RecipeContext, RecipeResult } from '../recipe/recipe.types';
import { without } from '../int8/rows';
import { ALARM, rowsAutoencoder, type ScoredAutoencoder } from '../int8/rows-autoencoder';
import { judged, outlierAccuracy } from './judge';
import { PUMP_SIGNALS, type PumpRun, readPumpRuns } from './pump-rows';

/** SKAB's own split: a run's first 400 seconds are without anomaly and may be learnt from. */
const LEARNT_SECONDS = 400;
/** Of these, the last ones choose and measure. */
const HELD_SECONDS = 80;
const FREE = 'anomaly-free';

/** What one model for all days does not see: heat tells the hour and the weather, voltage the grid, neither the pump. */
const seen = without(PUMP_SIGNALS, ['temperature', 'thermocouple', 'voltage']);

const SHAPE = { role: 'anomaly_score', widths: [16, 4, 16], epochs: 60, seed: 7 } as const;

const valuesOf = ({ rows }: PumpRun, from: number, to: number): Int32Array[] =>
  rows.slice(from, to).map(({ values }) => values);
const learnt = (run: PumpRun): Int32Array[] => valuesOf(run, 0, LEARNT_SECONDS - HELD_SECONDS);
const held = (run: PumpRun): Int32Array[] => valuesOf(run, LEARNT_SECONDS - HELD_SECONDS, LEARNT_SECONDS);

async function run(context: RecipeContext): Promise<RecipeResult> {
  const all = await readPumpRuns(context.dataDir);
  const runs = all.filter(({ name }) => name !== FREE);
  const each = await ofEachRun(runs, context);
  context.onProgress('one model for all runs');
  const teaching = runs.filter((_, i) => i % 4 === 0);
  const measuring = runs.filter((_, i) => i % 4 === 2);
  const testing = runs.filter((_, i) => i % 2 === 1);
  const free = all
    .filter(({ name }) => name === FREE)
    .flatMap(({ rows }) => rows.filter((_, i) => i % 4 === 0));
  const made = await rowsAutoencoder(
    {
      ...SHAPE,
      training: [
        ...free.map(({ values }) => values),
        ...teaching.flatMap((one) => valuesOf(one, 0, LEARNT_SECONDS)),
      ].map(seen),
      validation: measuring.flatMap(learnt).map(seen),
      healthy: measuring.map((one) => held(one).map(seen)),
      ratios: [0.25, 0.5],
    },
    context,
  );
  const program = programOf(made);
  const split = `by file: one model for all, ${testing.length} runs that it never saw; every second, mean score of a minute`;
  const device = createDeviceProgram(program, made.model);
  const one = outlierAccuracy(
    testing.map((each) => judged(device, each)),
    split,
  );
  return { model: made.model, program, pareto: made.pareto, accuracy: [...each, ...one] };
}

/** As the field does it: a model for each run, learnt from its first 400 seconds. */
async function ofEachRun(runs: readonly PumpRun[], context: RecipeContext): Promise<ModelAccuracy[]> {
  const results = [];
  for (const one of runs) {
    context.onProgress(one.name);
    const made = await rowsAutoencoder(
      { ...SHAPE, training: learnt(one), validation: held(one), healthy: [held(one)], ratios: [] },
      { ...context, onProgress: () => undefined },
    );
    results.push(judged(createDeviceProgram(programOf(made), made.model), one));
  }
  const split = `by time, as SKAB: a model for each of ${runs.length} runs, of its first 400 s; every second, mean score of a minute`;
  return outlierAccuracy(results, split);
}

function programOf({ standardise, score }: ScoredAutoencoder): DeviceProgramSpec {
  return {
    input: { kind: 'readings', signals: PUMP_SIGNALS, standardise },
    scores: [score],
    reports: [],
    threshold: ALARM,
  };
}

/** For evaluation only: SKAB is under the GPL, and no model of it is given on. */
export const pumpRig: ModelRecipe = {
  id: 'pump-rig',
  name: 'pump-rig',
  version: '1',
  title: 'Water-pump rig: what is unusual (evaluation only)',
  domain: 'generic',
  assetTypes: ['generic.pump_rig'],
  task: 'anomaly',
  description: 'Autoencoder of the eight readings of one second of a pump in a water loop.',
  signals: PUMP_SIGNALS,
  source: 'Skoltech Anomaly Benchmark (Katser and Kozitsin 2020), GPL-3.0: for evaluation only',
  dataset: 'skab',
  shipped: false,
  run,
};
