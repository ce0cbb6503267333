import { readImsSnapshots } from '@fettle/datasets';
import { createDeviceProgram } from '@fettle/device-models';
import { DAY_MS } from '@fettle/kernel';
import type { ModelRecipe, RecipeContext, RecipeResult } from '../recipe/recipe.types';
import { windowAutoencoder } from '../vibration/window-autoencoder';
import { BEARING_REPORTS, BEARING_WINDOW } from './features';
import { judgeBearings, scored } from './judge';
import { type BearingRecording, overlappingRows, runningRecordings } from './recordings';

/** The loudest and the quietest of the healthy bearings teach; the one between them sets the score; bearing 1 only judges. */
const TEACHING: readonly number[] = [3, 4];
const CHOOSING = 2;
const START_MS = Date.UTC(2004, 1, 12);
const dayOf = ({ atMs }: BearingRecording): number => (atMs - START_MS) / DAY_MS;
/** Days since the beginning of the test until which recordings are learnt from, chosen by, and measured by. */
const TAUGHT_UNTIL = 3;
const CHOSEN_UNTIL = 1.8;
const MEASURED_UNTIL = 3.6;

/** Levels depend on where a sensor sits: bands tell them by their shape; these two are reported only. */
const UNSEEN = ['rms', 'meanAbsolute'];

async function run(context: RecipeContext): Promise<RecipeResult> {
  context.onProgress('reading the raw snapshots of IMS test 2');
  const recordings = runningRecordings(await readImsSnapshots(context.dataDir));
  const teaching = recordings.filter((each) => TEACHING.includes(each.bearing) && dayOf(each) < TAUGHT_UNTIL);
  const held = recordings.filter((each) => each.bearing === CHOOSING && dayOf(each) < MEASURED_UNTIL);
  const rowsOf = (list: readonly BearingRecording[]): Int32Array[][] => overlappingRows(list, BEARING_WINDOW);
  const made = await windowAutoencoder(
    {
      features: BEARING_WINDOW,
      role: 'anomaly',
      unseen: UNSEEN,
      widths: [24, 8, 24],
      reports: BEARING_REPORTS,
      training: rowsOf(teaching).flat(),
      validation: rowsOf(held.filter((each) => dayOf(each) < CHOSEN_UNTIL)).flat(),
      healthy: rowsOf(held.filter((each) => dayOf(each) >= CHOSEN_UNTIL)),
      epochs: 60,
      seed: 7,
    },
    context,
  );
  const known = new Set([...teaching, ...held]);
  const tried = recordings.filter((each) => !known.has(each));
  const program = createDeviceProgram(made.program, made.model);
  return { ...made, accuracy: judgeBearings(scored(program, tried), 'mean score of a 1-second recording') };
}

/** A rolling bearing's vibration on a device: what is unusual, with level, kurtosis and crest factor beside. */
export const bearingAnomaly: ModelRecipe = {
  id: 'bearing-anomaly',
  name: 'bearing-anomaly',
  version: '1',
  title: 'Bearing vibration: what is unusual',
  domain: 'wind',
  assetTypes: ['wind.bearing_rig'],
  task: 'anomaly',
  description:
    'Autoencoder of band levels, kurtosis, crest and fault lines of the envelope of 0.05 s of vibration.',
  signals: ['vibration'],
  source:
    'IMS bearings, test 2: NASA Prognostics Data Repository; Qiu, Lee, Lin and Yu 2006, doi:10.1016/j.jsv.2005.03.007',
  dataset: 'ims_bearing',
  shipped: true,
  run,
};
