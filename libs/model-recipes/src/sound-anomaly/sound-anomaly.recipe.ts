import { createDeviceProgram } from '@fettle/device-models';
import { createExtractor, type FeatureSpec } from '@fettle/features';
import type { ModelRecipe, RecipeContext, RecipeResult } from '../recipe/recipe.types';
import { windowAutoencoder } from '../vibration/window-autoencoder';
import { windowsOf } from '../vibration/windows';
import { healthyClip, judgeSound } from './judge';
import { SOUND_RATE_HZ } from './sounding-machine';

/** How far the envelope of a band swells once a turn; machines of this kind turn 23.5 to 25 times a second. */
const swelling = (bandHz: readonly [number, number]) => ({
  name: 'faultLines',
  params: { lines: { turn: 24.25 }, bandHz, tolerance: 0.04, harmonics: 2 },
});

/** 128 ms, three turns, of a microphone, full scale at 32,768 steps. */
const SOUND_WINDOW: FeatureSpec = {
  sampleRateHz: SOUND_RATE_HZ,
  samplesPerWindow: 2048,
  scale: 1 / 32768,
  features: [
    { name: 'logMel', params: { bands: 32, lowHz: 20, highHz: 8000 } },
    { name: 'kurtosis', params: { log: true } },
    { name: 'crest', params: { log: true } },
    swelling([200, 2500]),
    swelling([2500, 7000]),
  ],
};

const seeds = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);
const TRAINING = seeds(1000, 128);
const CHOOSING = seeds(2000, 8);
const MEASURING = seeds(3000, 16);
const TESTING = seeds(4000, 32);

async function run(context: RecipeContext): Promise<RecipeResult> {
  context.onProgress('synthesising machines');
  const { run: extract } = createExtractor(SOUND_WINDOW);
  const rowsOf = (machine: number): Int32Array[] =>
    windowsOf(healthyClip(machine, 0), SOUND_WINDOW.samplesPerWindow).map((window) => extract(window));
  const made = await windowAutoencoder(
    {
      features: SOUND_WINDOW,
      role: 'anomaly_score',
      widths: [32, 10, 32],
      reports: [],
      training: TRAINING.flatMap(rowsOf),
      validation: CHOOSING.flatMap(rowsOf),
      healthy: MEASURING.map(rowsOf),
      epochs: 40,
      seed: 11,
    },
    context,
  );
  context.onProgress(`judging on ${TESTING.length} other machines`);
  return { ...made, accuracy: judgeSound(createDeviceProgram(made.program, made.model), TESTING) };
}

/** A machine's sound on a device: what is unusual. Simulated machines only; real ones need their own healthy sound. */
export const soundAnomaly: ModelRecipe = {
  id: 'sound-anomaly',
  name: 'sound-anomaly',
  version: '1',
  title: 'Machine sound: what is unusual (simulated sound)',
  domain: 'generic',
  assetTypes: ['generic.machine'],
  task: 'anomaly',
  description:
    'Autoencoder of 32 mel bands, kurtosis, crest factor and swelling by the turn of 128 ms of sound. Trained on simulated sound only.',
  signals: ['sound'],
  source:
    'simulated sound of this project (libs/model-recipes/src/sound-anomaly), Apache-2.0; no recording was used',
  shipped: true,
  run,
};
