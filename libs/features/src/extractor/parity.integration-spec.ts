import { execFileSync } from 'node:child_process';
import { compareValues } from '../spec-builders/compare';
import { hasCompiler, STRICT, withFiles } from '../spec-builders/compiled-extractors';
import { soundSpec, TIME_FEATURES, vibrationSpec } from '../spec-builders/sample-specs';
import { edgeWindows } from '../spec-builders/signals';
import { extractorC } from './extractor-c';
import { FeatureSpec } from './feature-spec';

const compiler = hasCompiler('gcc');
if (!compiler) console.warn('SKIPPED: compiled features; gcc is not there');

const time = (samplesPerWindow: number, names?: readonly string[]): FeatureSpec => ({
  sampleRateHz: 1000,
  samplesPerWindow,
  scale: 0.01,
  features: TIME_FEATURES.filter(({ name }) => names === undefined || names.includes(name)),
});
const moments = ['rms', 'standardDeviation', 'kurtosis', 'skewness'];
/** As a slow sensor has it: 32 bits in, bytes for a model out, the extremes of every factor among them. */
const slow: FeatureSpec = {
  ...time(61),
  input: { type: 'int32', offset: -2147483648, shift: 16 },
  features: [{ name: 'mean' }, { name: 'rms' }, { name: 'kurtosis' }, { name: 'variance' }],
  standardise: {
    mean: [-2147483648, 2000, 768, 2147483647],
    multiplier: [32767, 20000, 0, 16384],
    shift: [1, 24, 46, 40],
    zeroPoint: -7,
  },
};
const shortest: FeatureSpec = {
  ...vibrationSpec(64, 16),
  features: [{ name: 'bandEnergy', params: { edgesHz: [0, 5000, 10000] } }],
};
const portable: Readonly<Record<string, FeatureSpec>> = {
  time100: time(100),
  time2: time(2, moments),
  time8192: time(8192, moments),
  slow,
  vibration16: vibrationSpec(1024, 16),
  vibration32: vibrationSpec(4096, 32),
  shortest,
  sound32: soundSpec(32),
};
const paired: Readonly<Record<string, FeatureSpec>> = {
  odd: time(99, moments),
  vibration16: vibrationSpec(4096, 16),
  sound16: soundSpec(16),
};

function windowsOf({ samplesPerWindow, input }: FeatureSpec): (Int16Array | Int32Array)[] {
  const edges = Object.values(edgeWindows(samplesPerWindow));
  if (!input) return edges;
  return edges.flatMap((window) =>
    [1, 65536, 65535].map((factor) => Int32Array.from(window, (x) => x * factor)),
  );
}

function windows(specs: Readonly<Record<string, FeatureSpec>>) {
  return Object.entries(specs).flatMap(([name, spec]) => windowsOf(spec).map((window) => ({ name, window })));
}

(compiler ? describe : describe.skip)('compiled extractors under sanitizers', () => {
  it('have the integers of the extractor in TypeScript, for edges and chance, in every width', () => {
    expect(compareValues(portable, windows(portable))).toEqual([]);
  });

  it('have them by the path of paired products too', () => {
    expect(compareValues(paired, windows(paired), ['-DFETTLE_FEATURES_DSP=1'])).toEqual([]);
  });

  it.each(Object.entries({ ...portable, ...paired }))(
    '%s compiles with the runtime that has only what it calls',
    (_, spec) => {
      const { source, header, runtime } = extractorC(spec, 'one');
      const files = { 'one_features.c': source, 'one_features.h': header, 'fettle_features.h': runtime };
      withFiles(files, (cwd) => {
        for (const dsp of [0, 1]) {
          const flags = [...STRICT, `-DFETTLE_FEATURES_DSP=${dsp}`, '-fsyntax-only', 'one_features.c'];
          execFileSync('gcc', flags, { cwd, stdio: 'pipe' });
        }
      });
    },
  );

  it('are told apart by a step in one sample: the comparison can fail', () => {
    const spec = time(100, ['mean', 'peak']);
    const [window] = windowsOf(spec) as [Int16Array];
    const other = window.slice();
    other[3]! += 30;
    const differing = compareValues({ spec }, [{ name: 'spec', window: other }], [], () => window);
    expect(differing).toHaveLength(3);
  });
});
