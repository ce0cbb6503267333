import { createDeviceProgram } from '@fettle/device-models';
import { createExtractor, type FeatureSpec } from '@fettle/features';
import { seededRandom } from '@fettle/kernel';
import { writeTflite } from '@fettle/tinyml';
import { ALARM } from '../int8/rows-autoencoder';
import { windowAutoencoder } from './window-autoencoder';
import { windowClassifier } from './window-classifier';

const FEATURES: FeatureSpec = {
  sampleRateHz: 8000,
  samplesPerWindow: 256,
  scale: 0.001,
  features: [
    { name: 'rms' },
    { name: 'kurtosis', params: { log: true } },
    { name: 'bandEnergy', params: { edgesHz: [100, 1000, 2000, 3000, 4000] } },
  ],
};
const context = {
  dataDir: '',
  workers: 1,
  onProgress: () => undefined,
  signal: new AbortController().signal,
};

/** Noise with a tone of this frequency. */
function windows(hz: number, count: number, seed: number): Int16Array[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const phase = 6.3 * random.next();
    return Int16Array.from({ length: 256 }, (_, i) =>
      Math.round(400 * Math.sin((6.2832 * hz * i) / 8000 + phase) + 60 * random.normal()),
    );
  });
}
const { run } = createExtractor(FEATURES);
const rows = (list: readonly Int16Array[]): Int32Array[] => list.map((window) => run(window));
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('an autoencoder of windows', () => {
  const options = {
    features: FEATURES,
    role: 'anomaly',
    widths: [8, 3, 8],
    reports: [{ feature: 'rms', role: 'rms', multiplier: 10, shift: 8, exponent: -4 }],
    unseen: ['rms'],
    training: rows(windows(500, 200, 1)),
    validation: rows(windows(500, 60, 2)),
    healthy: [rows(windows(500, 40, 3)), rows(windows(500, 40, 4))],
    epochs: 15,
    seed: 5,
  };

  let made: Awaited<ReturnType<typeof windowAutoencoder>>;
  beforeAll(async () => (made = await windowAutoencoder(options, context)));

  it('gives the same bits again, alarms on what is unlike, and not on what it was measured by', async () => {
    const again = await windowAutoencoder(options, context);
    expect(writeTflite(again.model)).toEqual(writeTflite(made.model));
    expect(again.program).toEqual(made.program);
    const program = createDeviceProgram(made.program, made.model);
    const scoreOf = (list: readonly Int16Array[]): number =>
      mean(list.map((window) => program.run(window).scores[0]!));
    expect(scoreOf(windows(500, 40, 3))).toBeLessThan(ALARM);
    expect(scoreOf(windows(500, 40, 9))).toBeLessThan(ALARM);
    expect(scoreOf(windows(2500, 40, 6))).toBeGreaterThan(ALARM);
    expect(made.pareto.filter(({ chosen }) => chosen)).toHaveLength(1);
  });

  it('reports what it does not see: a window twice as loud has twice the level and the same input', () => {
    const { input } = made.program;
    if (input.kind !== 'window') throw new Error('a window');
    expect(input.features.standardise!.multiplier[0]).toBe(0);
    const program = createDeviceProgram(made.program, made.model);
    const [window] = windows(500, 1, 7);
    const [quiet, loud] = [window!, window!.map((sample) => 2 * sample)].map(
      (samples) => program.run(samples).reports[0]!,
    ) as [number, number];
    expect(Math.abs(loud - 2 * quiet)).toBeLessThanOrEqual(2);
  });
});

describe('a classifier of windows', () => {
  it('gives the same bits again and tells classes of unequal size apart', async () => {
    const labelled = (hz: number, label: number, count: number, seed: number) =>
      rows(windows(hz, count, seed)).map((values) => ({ values, label }));
    const options = {
      features: FEATURES,
      labels: ['low', 'high'],
      reports: [],
      widths: [12],
      dropout: 0.1,
      training: [...labelled(500, 0, 150, 1), ...labelled(2500, 1, 30, 2)],
      validation: [...labelled(500, 0, 30, 3), ...labelled(2500, 1, 30, 4)],
      ratios: [],
      epochs: 80,
      seed: 5,
    };
    const [made, again] = [
      await windowClassifier(options, context),
      await windowClassifier(options, context),
    ];
    expect(writeTflite(again.model)).toEqual(writeTflite(made.model));
    const program = createDeviceProgram(made.program, made.model);
    for (const [hz, label] of [
      [500, 0],
      [2500, 1],
    ] as const) {
      const results = windows(hz, 20, 8).map((window) => program.run(window).scores);
      expect(results.filter(([, said]) => said === label).length).toBeGreaterThanOrEqual(19);
      expect(mean(results.map(([chance]) => chance!)) > ALARM).toBe(label === 1);
    }
  });
});
