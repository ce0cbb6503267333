import { createExtractor } from '../extractor/extractor';
import { bandPowers, cepstrum, melPowers, momentsOf } from '../spec-builders/reference';
import { edgeWindows } from '../spec-builders/signals';
import { FeatureRequest } from '../extractor/feature-spec';
import { SpectrumBits } from '../transform/width';

const RATE = 20000;
const EDGES = [0, 300, 700, 1500, 3000, 5500, 8000, 10000];
const LENGTHS = [64, 512, 4096] as const;
/** How far below the square of the window's peak a band may be for its level to hold, in dB. */
const FLOOR_DB: Record<SpectrumBits, number> = { 16: 50, 32: 82 };

function measured(window: Int16Array, features: readonly FeatureRequest[], bits: SpectrumBits): number[] {
  const spec = {
    sampleRateHz: RATE,
    samplesPerWindow: window.length,
    scale: 1,
    spectrumBits: bits,
    features,
  };
  const extractor = createExtractor(spec);
  return [...extractor.toReal(extractor.run(window))];
}

const dB = (power: number): number => 10 * Math.log10(power);

const cases = LENGTHS.flatMap((count) =>
  Object.entries(edgeWindows(count, count)).map(([name, window]) => {
    const edgesHz = count === 64 ? [0, 2000, 5000, 10000] : EDGES;
    return { name, count, window, edgesHz, real: bandPowers(window, RATE, edgesHz) };
  }),
);

describe.each([16, 32] as const)('a spectrum of %i bits', (bits) => {
  it.each(cases)(
    '$name of $count: levels of bands above the floor are within 0.5 dB',
    ({ window, edgesHz, real }) => {
      const floor = Math.max(dB(momentsOf(window).peak ** 2) - FLOOR_DB[bits], dB(2 ** -16) + 0.5);
      const got = measured(window, [{ name: 'bandEnergy', params: { edgesHz } }], bits);
      got.forEach((level, i) => {
        const levelDb = level * dB(2);
        if (dB(real[i]!) >= floor) expect(Math.abs(levelDb - dB(real[i]!))).toBeLessThanOrEqual(0.5);
        else expect(levelDb).toBeLessThanOrEqual(floor + 1);
      });
    },
  );

  it('a sine of amplitude a has a mean square of a^2 / 2 in its band and its frequency is found', () => {
    for (const amplitude of [30, 1000, 32000]) {
      const hz = 2345;
      const window = Int16Array.from({ length: 2048 }, (_, i) =>
        Math.round(amplitude * Math.sin((2 * Math.PI * hz * i) / RATE)),
      );
      const features = [
        { name: 'bandEnergy', params: { edgesHz: [2000, 3000] } },
        { name: 'dominantFrequency' },
        { name: 'spectralCentroid' },
      ];
      const [level, dominant, centroid] = measured(window, features, bits) as [number, number, number];
      expect(Math.abs(2 ** level / (amplitude ** 2 / 2) - 1)).toBeLessThan(0.005);
      expect(Math.abs(dominant - hz)).toBeLessThanOrEqual(RATE / 4096);
      expect(Math.abs(centroid - hz)).toBeLessThan(amplitude < 100 ? 60 : 5);
    }
  });

  const sounds = ['full noise', 'blows', 'noise on a large mean', 'impulse'] as const;
  it.each(sounds)('%s: cepstral coefficients are within 0.1', (name) => {
    const window = edgeWindows(512, 5)[name]!;
    const truth = cepstrum(melPowers(window, RATE, 26, 100, 9000), 13);
    const params = { bands: 26, lowHz: 100, highHz: 9000 };
    const got = measured(window, [{ name: 'mfcc', params }], bits);
    got.forEach((value, i) => expect(Math.abs(value - truth[i]!)).toBeLessThanOrEqual(0.1));
  });
});

describe('features of a spectrum', () => {
  it('of a constant window are the lowest there is', () => {
    const features = [
      { name: 'bandEnergy', params: { edgesHz: [0, 5000, 10000] } },
      { name: 'spectralCentroid' },
      { name: 'dominantFrequency' },
    ];
    expect(measured(new Int16Array(256).fill(777), features, 16)).toEqual([-16, -16, 0, 0]);
  });

  it('double the samples: two more in every level, in any scale', () => {
    const window = edgeWindows(1024)['full noise']!.map((x) => x >> 2);
    const features = [{ name: 'bandEnergy', params: { edgesHz: [0, 2000, 10000] } }];
    const [once, twice] = [window, window.map((x) => 2 * x)].map((w) => measured(w, features, 32));
    twice!.forEach((level, i) => expect(level - once![i]!).toBeCloseTo(2, 2));
  });

  it('a scale moves only the first cepstral coefficient', () => {
    const window = edgeWindows(512)['full noise']!;
    const [ones, halves] = [1, 0.5].map((scale) => {
      const features = [{ name: 'mfcc', params: { bands: 20 } }];
      const extractor = createExtractor({ sampleRateHz: RATE, samplesPerWindow: 512, scale, features });
      return extractor.toReal(extractor.run(window));
    });
    expect(ones![0]! - halves![0]!).toBeCloseTo(Math.sqrt(20) * Math.log(4), 6);
    expect(ones!.slice(1)).toEqual(halves!.slice(1));
  });
});
