import type { ModelAccuracy } from '@fettle/contracts';
import { CWRU_FAULTS, readCwru } from '@fettle/datasets';
import { createDeviceProgram } from '@fettle/device-models';
import type { ModelRecipe, RecipeContext, RecipeResult } from '../recipe/recipe.types';
import { type LabelledRow, windowClassifier } from '../vibration/window-classifier';
import { FAULT_REPORTS, FAULT_WINDOW, UNSEEN } from './features';
import { accuracyOf, tried } from './judge';
import { CHOOSING, deviceRecordings, type DeviceRecording, plainRows, variedRows } from './recordings';

const SEED = 3;

interface Part {
  readonly training: readonly DeviceRecording[];
  readonly testing: readonly DeviceRecording[];
}

/** The healthy recording is of one load: its first half is always learnt from, its second always tried. */
function parted(recordings: readonly DeviceRecording[], isTried: (each: DeviceRecording) => boolean): Part {
  const testing = recordings.filter((each) => (each.half === undefined ? isTried(each) : each.half === 2));
  return { testing, training: recordings.filter((each) => !testing.includes(each)) };
}

async function run(context: RecipeContext): Promise<RecipeResult> {
  context.onProgress('reading the drive end of CWRU');
  const recordings = deviceRecordings(await readCwru(context.dataDir));
  const rows = new Map(recordings.map((each) => [each, variedRows(each, SEED)]));
  const made = async (
    training: readonly DeviceRecording[],
    choosing: readonly DeviceRecording[],
    ratios: readonly number[],
  ) =>
    windowClassifier(
      {
        features: FAULT_WINDOW,
        labels: CWRU_FAULTS,
        unseen: UNSEEN,
        reports: FAULT_REPORTS,
        training: training.flatMap((each): LabelledRow[] => rows.get(each)!),
        validation: choosing.flatMap(plainRows),
        widths: [24, 12],
        dropout: 0.3,
        ratios,
        epochs: 30,
        seed: SEED,
      },
      context,
    );
  const accuracy: ModelAccuracy[] = [];
  for (const { name, isTried } of trials(recordings)) {
    context.onProgress(name);
    const { training, testing } = parted(recordings, isTried);
    const { model, program } = await made(training, training, []);
    accuracy.push(...accuracyOf(tried(createDeviceProgram(program, model), testing), name));
  }
  const { training, testing } = parted(recordings, ({ name }) => CHOOSING.includes(name));
  const shipped = await made(training, testing, [0.25, 0.5]);
  const verdict = tried(createDeviceProgram(shipped.program, shipped.model), testing);
  accuracy.push(
    ...accuracyOf(
      verdict,
      `by recording, the size chosen by the same: ${CHOOSING.join(', ')}, half of normal_0hp`,
    ),
  );
  return { ...shipped, accuracy };
}

/** Every load and every diameter left out once, with the same recipe. */
function trials(recordings: readonly DeviceRecording[]) {
  const different = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b);
  const faulty = recordings.filter(({ half }) => half === undefined);
  return [
    ...different(faulty.map(({ load }) => load)).map((load) => ({
      name: `by load: tried on ${load} hp, trained without (healthy: halves of one recording)`,
      isTried: (each: DeviceRecording) => each.load === load,
    })),
    ...different(faulty.map(({ diameter }) => diameter)).map((diameter) => ({
      name: `by diameter: tried on ${diameter} mil, trained without (healthy: halves of one recording)`,
      isTried: (each: DeviceRecording) => each.diameter === diameter,
    })),
  ];
}

/** Which part of a rolling bearing is damaged, from its vibration: normal, ball, inner race, outer race. */
export const bearingFault: ModelRecipe = {
  id: 'bearing-fault',
  name: 'bearing-fault',
  version: '1',
  title: 'Bearing vibration: which part is damaged',
  domain: 'wind',
  assetTypes: ['wind.bearing_rig'],
  task: 'classifier',
  description:
    'Classifier of band levels, kurtosis, crest and fault lines of the envelope of 0.17 s of vibration.',
  signals: ['vibration'],
  source:
    'Case Western Reserve University bearing data centre, drive end, 12 kHz, 0 and 1 hp; free for research, cite',
  dataset: 'cwru',
  shipped: true,
  run,
};
