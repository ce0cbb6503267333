import { createExtractor } from '../extractor/extractor';
import { momentsOf } from '../spec-builders/reference';
import { edgeWindows } from '../spec-builders/signals';

const NAMES = ['mean', 'rms', 'standardDeviation', 'peak', 'meanAbsolute', 'crest', 'skewness', 'kurtosis'];

/** By name, with every sample a step of the unit. */
function measured(window: Int16Array, names: readonly string[] = NAMES): Record<string, number> {
  const features = names.map((name) => ({ name }));
  const extractor = createExtractor({ sampleRateHz: 1, samplesPerWindow: window.length, scale: 1, features });
  const reals = extractor.toReal(extractor.run(window));
  return Object.fromEntries(names.map((name, i) => [name, reals[i]!]));
}

describe.each([97, 1024, 8192])('moments of %i samples', (count) => {
  const windows = Object.entries(edgeWindows(count, count));

  it.each(windows)('%s: amplitudes are within a step of 1/256 of the real ones', (_, window) => {
    const real = momentsOf(window);
    const got = measured(window);
    const step = 1 / 256;
    expect(Math.abs(got['mean']! - real.mean)).toBeLessThanOrEqual(step);
    expect(Math.abs(got['rms']! - real.rms)).toBeLessThanOrEqual(step);
    expect(Math.abs(got['standardDeviation']! - real.deviation)).toBeLessThanOrEqual(step);
    expect(Math.abs(got['peak']! - real.peak)).toBeLessThanOrEqual(step);
    expect(Math.abs(got['meanAbsolute']! - real.absolute)).toBeLessThanOrEqual(step);
  });

  const varying = windows.filter(([, window]) => momentsOf(window).deviation > 1);
  it.each(varying)('%s: ratios are within 1 % and two steps', (_, window) => {
    const real = momentsOf(window);
    const got = measured(window);
    const near = (value: number, truth: number): void =>
      expect(Math.abs(value - truth)).toBeLessThanOrEqual(Math.abs(truth) * 0.01 + 2 / 256);
    near(got['crest']!, real.peak / real.deviation);
    near(got['kurtosis']!, real.kurtosis);
    near(got['skewness']!, real.skewness);
  });
});

describe('features of samples', () => {
  it('of a constant window are nothing but its mean', () => {
    const got = measured(new Int16Array(50).fill(-1234));
    expect(got).toEqual({
      mean: -1234,
      rms: 1234,
      standardDeviation: 0,
      peak: 0,
      meanAbsolute: 0,
      crest: 0,
      skewness: 0,
      kurtosis: 0,
    });
  });

  it('about the mean do not change when all samples move alike', () => {
    const window = edgeWindows(500)['blows']!;
    const centred = [
      'standardDeviation',
      'peak',
      'meanAbsolute',
      'crest',
      'kurtosis',
      'skewness',
      'zeroCrossings',
    ];
    expect(
      measured(
        window.map((x) => x + 9000),
        centred,
      ),
    ).toEqual(measured(window, centred));
  });

  it('turned round in sign change only the sign of mean and skewness', () => {
    const window = edgeWindows(500)['blows']!.map((x) => x + (x > 0 ? x >> 2 : 0));
    const [up, down] = [measured(window), measured(window.map((x) => -x))];
    expect(Math.abs(up['skewness']!)).toBeGreaterThan(0.1);
    for (const name of ['skewness', 'kurtosis', 'rms', 'mean']) {
      const sign = name === 'skewness' || name === 'mean' ? -1 : 1;
      expect(Math.abs(down[name]! - sign * up[name]!)).toBeLessThanOrEqual(2 / 256);
    }
  });

  it('the number of samples is the most that kurtosis can be, and an impulse has it', () => {
    for (const count of [64, 8192]) {
      const kurtosis = measured(edgeWindows(count)['impulse']!, ['kurtosis'])['kurtosis']!;
      expect(kurtosis).toBeLessThanOrEqual(count);
      expect(kurtosis).toBeGreaterThan(count * 0.95);
    }
  });

  it('a sine crosses its mean twice a period, and not once within the hysteresis', () => {
    const window = Int16Array.from({ length: 1000 }, (_, i) =>
      Math.round(500 + 100 * Math.sin(i * 0.2 * Math.PI + 0.1)),
    );
    const crossings = (hysteresis: number): number =>
      createExtractor({
        sampleRateHz: 1,
        samplesPerWindow: 1000,
        scale: 1,
        features: [{ name: 'zeroCrossings', params: { hysteresis } }],
      }).run(window)[0]!;
    expect(crossings(0)).toBe(199);
    expect(crossings(50)).toBe(199);
    expect(crossings(101)).toBe(0);
  });
});
