import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelAccuracy } from '@fettle/contracts';
import { readCwru, readImsSnapshots } from '@fettle/datasets';
import {
  createDeviceProgram,
  DEVICE_MODELS,
  type DeviceProgram,
  type ProgrammedModel,
} from '@fettle/device-models';
import { createExtractor } from '@fettle/features';
import { loadTflite } from '@fettle/tinyml';
import { judgeBearings, scored } from './bearing-anomaly/judge';
import { type BearingRecording, runningRecordings } from './bearing-anomaly/recordings';
import { accuracyOf, tried } from './bearing-fault/judge';
import { deviceRecordings, type DeviceRecording } from './bearing-fault/recordings';
import { RECIPES } from './registry';
import { judgeSound } from './sound-anomaly/judge';
import { atSpeed } from './vibration/varied';

const dataDir = process.env['FETTLE_DATA'] ?? join(__dirname, '../../../../shared/data');

/** What the model of this id claims, tested where the model and its data are there; skipped loudly where not. */
function claims(id: string, dataset: string | undefined, laws: (model: ProgrammedModel) => void): void {
  const model = DEVICE_MODELS.find((each) => each.id === id);
  const data = dataset === undefined || existsSync(join(dataDir, dataset));
  if (model === undefined)
    console.warn(`SKIPPED: claims of ${id}; its model is not among those that are shipped`);
  if (!data) console.warn(`SKIPPED: claims of ${id}; set FETTLE_DATA to the public data (${dataset})`);
  if (model !== undefined && data) describe(`the shipped ${id}`, () => laws(model));
  else describe.skip(`the shipped ${id}`, () => it('is not here', () => undefined));
}

const programOf = ({ program, tflite }: ProgrammedModel): DeviceProgram =>
  createDeviceProgram(program, loadTflite(tflite()));
const valuesOf = (rows: readonly ModelAccuracy[], metric: string, part = ''): number[] =>
  rows.filter((row) => row.metric === metric && row.split.includes(part)).map(({ value }) => value);

claims('bearing-anomaly', 'ims_bearing', (model) => {
  /** Four tenths of each second: of bearing 1 all of the last days, of the others every fifth snapshot. */
  const some = (recordings: readonly BearingRecording[]): BearingRecording[] =>
    recordings
      .filter(({ bearing, hoursLeft }, i) => (bearing === 1 ? hoursLeft < 110 : Math.floor(i / 4) % 5 === 0))
      .map((recording) => ({ ...recording, samples: recording.samples.slice(0, 4 * 2048) }));

  it('tells of bearing 1 days ahead, without a false alarm on it, and of the others rarely', async () => {
    const recordings = some(runningRecordings(await readImsSnapshots(dataDir)));
    const rows = judgeBearings(scored(programOf(model), recordings), 'some recordings');
    expect(valuesOf(rows, 'leadTimeHours')[0]).toBeGreaterThanOrEqual(60);
    expect(valuesOf(rows, 'falseAlarmShare', 'bearing 1')).toEqual([0]);
    expect(valuesOf(rows, 'falseAlarmShare', 'bearings 2 to 4')[0]).toBeLessThanOrEqual(0.04);
    expect(valuesOf(rows, 'aucAmongBearings')[0]).toBeGreaterThanOrEqual(0.9);
    expect(valuesOf(model.accuracy, 'leadTimeHours')[0]).toBeGreaterThanOrEqual(72);
  });
});

claims('bearing-fault', 'cwru', (model) => {
  const cut = (recording: DeviceRecording): DeviceRecording => ({
    ...recording,
    samples: recording.samples.slice(0, 2 * 2048 + 300),
  });
  const accuracy = (recordings: readonly DeviceRecording[]): number =>
    accuracyOf(tried(programOf(model), recordings), '')[0]!.value;

  it('leaves out each load and each diameter once and says what came of it, good or bad', () => {
    for (const value of valuesOf(model.accuracy, 'accuracy', 'by load'))
      expect(value).toBeGreaterThanOrEqual(0.98);
    expect(valuesOf(model.accuracy, 'accuracy', 'by load')).toHaveLength(2);
    expect(valuesOf(model.accuracy, 'accuracy', 'by diameter')).toHaveLength(3);
    expect(Math.min(...valuesOf(model.accuracy, 'accuracy', 'by diameter'))).toBeLessThan(0.6);
  });

  it('knows the parts at the speed of a heavier load', async () => {
    const recordings = deviceRecordings(await readCwru(dataDir)).map(cut);
    const changed = (change: (samples: Int16Array) => Int16Array): number =>
      accuracy(recordings.map((each) => ({ ...each, samples: change(each.samples) })));
    expect(changed((samples) => atSpeed(samples, 97))).toBeGreaterThanOrEqual(0.97);
  });
});

claims('sound-anomaly', undefined, (model) => {
  it('hears plain faults on machines that it never heard', () => {
    const rows = judgeSound(
      programOf(model),
      Array.from({ length: 3 }, (_, i) => 9000 + i),
      [0.4],
    );
    expect(valuesOf(rows, 'auc')[0]).toBeGreaterThanOrEqual(0.85);
    expect(valuesOf(model.accuracy, 'auc')[0]).toBeGreaterThanOrEqual(0.75);
  });
});

describe('models of windows', () => {
  const windowed = DEVICE_MODELS.flatMap(({ id, program }) =>
    program.input.kind === 'window' ? [{ id, features: program.input.features }] : [],
  );
  if (windowed.length === 0) console.warn('SKIPPED: no model of windows is shipped');

  it('leave half of 16 KB to the firmware: window and features together', () => {
    for (const { features } of windowed) {
      const { scratchBytes } = createExtractor(features);
      expect(2 * features.samplesPerWindow + scratchBytes).toBeLessThanOrEqual(8.5 * 1024);
    }
  });

  it('are none that the licence of their data keeps back', () => {
    const kept = RECIPES.filter(({ shipped }) => !shipped).map(({ id }) => id);
    expect(kept).toContain('pump-rig');
    expect(DEVICE_MODELS.filter(({ id }) => kept.includes(id))).toEqual([]);
  });
});
