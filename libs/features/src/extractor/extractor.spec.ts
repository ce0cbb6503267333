import { AppError } from '@fettle/kernel';
import { FEATURES } from '../features/registry';
import { TIME_FEATURES, vibrationSpec } from '../spec-builders/sample-specs';
import { edgeWindows } from '../spec-builders/signals';
import { createExtractor } from './extractor';
import { extractorC } from './extractor-c';
import { FeatureSpec } from './feature-spec';

const spec: FeatureSpec = {
  sampleRateHz: 100,
  samplesPerWindow: 64,
  scale: 0.5,
  features: [{ name: 'rms' }],
};

describe('an extractor', () => {
  it('gives each feature the place its spec has it in, whatever order the work is done in', () => {
    const { features, names, size, run } = createExtractor(vibrationSpec(1024, 16));
    const window = edgeWindows(1024)['blows']!;
    expect(names).toHaveLength(size);
    for (const { name, at, size: values } of features) {
      if (values !== 1) continue;
      const alone = createExtractor({ ...vibrationSpec(1024, 16), features: [{ name }] });
      expect(run(window)[at]).toBe(alone.run(window)[0]);
    }
  });

  it('keeps nothing from one window to the next', () => {
    const { run } = createExtractor(vibrationSpec(1024, 32));
    const [first, second] = Object.values(edgeWindows(1024)).slice(-2) as [Int16Array, Int16Array];
    const before = run(first);
    run(second);
    expect(run(first)).toEqual(before);
  });

  it('does not change the window', () => {
    const window = edgeWindows(1024)['blows']!;
    const kept = window.slice();
    createExtractor(vibrationSpec(1024, 16)).run(window);
    expect(window).toEqual(kept);
  });

  it('reads samples of 32 bits by offset and shift, and gives levels back in the sensor unit', () => {
    const wide: FeatureSpec = {
      ...spec,
      scale: 0.001,
      input: { type: 'int32', offset: 20000, shift: 3 },
      features: [{ name: 'mean' }, { name: 'peakToPeak' }],
    };
    const { run, toReal } = createExtractor(wide);
    const window = Int32Array.from({ length: 64 }, (_, i) => 24000 + (i % 2) * 800);
    const [mean, range] = toReal(run(window));
    expect(mean).toBeCloseTo(24.4, 6);
    expect(range).toBeCloseTo(0.8, 6);
  });

  it('gives logarithms of what has one', () => {
    const features = [{ name: 'rms' }, { name: 'rms', params: { log: true } }];
    const { run, toReal } = createExtractor({ ...spec, features });
    const [rms, log] = toReal(run(edgeWindows(64)['full noise']!));
    expect(log).toBeCloseTo(Math.log2(rms!), 2);
    expect(() => createExtractor({ ...spec, features: [{ name: 'mean', params: { log: true } }] })).toThrow(
      'log',
    );
  });

  it('refuses windows of another length or type by code', () => {
    const { run, runInt8 } = createExtractor(spec);
    const code = (action: () => unknown): unknown => {
      try {
        return action();
      } catch (error) {
        return (error as AppError).code;
      }
    };
    expect(code(() => run(new Int16Array(63)))).toBe('FEATURES.BAD_WINDOW');
    expect(code(() => run(new Int32Array(64)))).toBe('FEATURES.BAD_WINDOW');
    expect(code(() => runInt8(new Int16Array(64)))).toBe('FEATURES.NOT_STANDARDISED');
  });

  it.each<[string, unknown]>([
    ['spec', null],
    ['features[0].params', { ...spec, features: [{ name: 'rms', params: 5 }] }],
    ['features', { ...spec, features: { length: 1 } }],
    ['input.type', { ...spec, input: 'int32' }],
    ['standardise.mean', { ...spec, standardise: 5 }],
    ['sampleRateHz', { ...spec, sampleRateHz: 0 }],
    ['samplesPerWindow', { ...spec, samplesPerWindow: 8193 }],
    ['samplesPerWindow', { ...spec, samplesPerWindow: 100, features: [{ name: 'spectralCentroid' }] }],
    ['scale', { ...spec, scale: Number.NaN }],
    ['input.shift', { ...spec, input: { type: 'int32', offset: 0, shift: 17 } }],
    ['spectrumBits', { ...spec, spectrumBits: 24 }],
    ['features', { ...spec, features: [] }],
    ['features[0].name', { ...spec, features: [{ name: 'constructor' }] }],
    ['features[0].name', { ...spec, features: [null] }],
    ['features[0].colour', { ...spec, features: [{ name: 'rms', params: { colour: 1 } }] }],
    ['features[0].edgesHz', { ...spec, features: [{ name: 'bandEnergy' }] }],
    ['features[0].edgesHz[1]', { ...spec, features: [{ name: 'bandEnergy', params: { edgesHz: [0, 51] } }] }],
    ['features[0].edgesHz', { ...spec, features: [{ name: 'bandEnergy', params: { edgesHz: [10, 10.1] } }] }],
    ['features[0].bands', { ...spec, features: [{ name: 'logMel', params: { bands: 64 } }] }],
    [
      'features[0].coefficients',
      { ...spec, features: [{ name: 'mfcc', params: { bands: 4, coefficients: 5 } }] },
    ],
    ['standardise.mean', { ...spec, standardise: { mean: [], multiplier: [], shift: [], zeroPoint: 0 } }],
  ])('refuses what cannot be by its place: %s', (place, given) => {
    expect(() => createExtractor(given as FeatureSpec)).toThrow(`${place}:`);
  });
});

describe('a compiled extractor', () => {
  it('is the same text for the same spec and name, and has only what it calls', () => {
    const once = extractorC(spec, 'pump');
    expect(extractorC(spec, 'pump')).toEqual(once);
    expect(once.runtime).toContain('fettle_rms');
    expect(once.runtime).not.toContain('fettle_complex_transform');
    expect(once.header).toContain('#define PUMP_SCRATCH_BYTES 4');
    expect(() => extractorC(spec, 'Pump;')).toThrow('not a C name');
  });

  it('needs two bytes a sample beside the window for a spectrum of 16 bits', () => {
    const { scratchBytes, size } = createExtractor(vibrationSpec(2048, 16));
    expect(scratchBytes).toBe(2 * 2048 + 4 * size);
    expect(2 * 2048 + scratchBytes).toBeLessThan(10240);
  });
});

describe('the registry', () => {
  it('has every name once, with a source', () => {
    expect(new Set(FEATURES.map(({ name }) => name)).size).toBe(FEATURES.length);
    FEATURES.forEach(({ source, title }) => expect(source.length * title.length).toBeGreaterThan(0));
    expect(TIME_FEATURES.every(({ name }) => FEATURES.some((kind) => kind.name === name))).toBe(true);
  });
});
