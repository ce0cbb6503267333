import { seededRandom } from '@fettle/kernel';
import { anomalyScores, fitKMeans, type KMeansAnomaly } from './k-means';

/** Three clouds in two features of very different size. */
function clouds(count: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  const centres = [
    [0, 0],
    [10, 1000],
    [-10, 2000],
  ] as const;
  return Float32Array.from(
    Array.from({ length: count }, (_, i) => centres[i % 3]!).flatMap(([x, y]) => [
      x + random.normal(),
      y + 100 * random.normal(),
    ]),
  );
}

describe('k-means', () => {
  it('the same seed gives the same clusters, through JSON too', () => {
    const samples = clouds(300, 1);
    const model = fitKMeans(samples, { features: 2, clusters: 5, seed: 4 });
    expect(fitKMeans(samples, { features: 2, clusters: 5, seed: 4 })).toEqual(model);
    const thawed = JSON.parse(JSON.stringify(model)) as KMeansAnomaly;
    expect(anomalyScores(thawed, clouds(50, 2))).toEqual(anomalyScores(model, clouds(50, 2)));
    expect(fitKMeans(samples, { features: 2, clusters: 5, seed: 5 })).not.toEqual(model);
  });

  it('finds clouds, however different the sizes of their features', () => {
    const model = fitKMeans(clouds(600, 1), { features: 2, clusters: 3 });
    const { mean, deviation } = model.standardiser;
    const centres = model.clusters.map(({ centroid }) =>
      centroid.map((value, i) => value * deviation[i]! + mean[i]!),
    );
    centres.sort((a, b) => a[1]! - b[1]!);
    for (const [i, [x, y]] of [
      [0, 0],
      [10, 1000],
      [-10, 2000],
    ].entries()) {
      expect(Math.abs(centres[i]![0]! - x!)).toBeLessThan(0.5);
      expect(Math.abs(centres[i]![1]! - y!)).toBeLessThan(50);
    }
  });

  it('what it learnt from is usual, what lies between and beyond is not', () => {
    const samples = clouds(300, 1);
    const model = fitKMeans(samples, { features: 2, clusters: 3 });
    expect(Math.max(...anomalyScores(model, samples))).toBeLessThanOrEqual(1e-6);
    expect(Math.min(...anomalyScores(model, Float32Array.of(0, 1500, 40, 1000, 0, -2000)))).toBeGreaterThan(
      0.5,
    );
    const tight = fitKMeans(samples, { features: 2, clusters: 3, radiusQuantile: 0.9 });
    const outside = anomalyScores(tight, samples).filter((score) => score > 1e-6).length;
    expect(outside).toBeGreaterThan(20);
    expect(outside).toBeLessThanOrEqual(30);
  });

  it('makes no more clusters than there are different samples', () => {
    const model = fitKMeans(Float32Array.of(1, 1, 1, 2, 2, 2), { features: 1, clusters: 9 });
    expect(model.clusters.map(({ radius }) => radius)).toEqual([0, 0]);
    expect([...anomalyScores(model, Float32Array.of(1, 2))]).toEqual([0, 0]);
  });

  it.each<[string, Float32Array, object]>([
    ['TRAINING.NO_DATA', new Float32Array(0), {}],
    ['TRAINING.BAD_SHAPE', new Float32Array(3), {}],
    ['TRAINING.BAD_DATA', Float32Array.of(1, NaN), {}],
    ['TRAINING.BAD_SPEC', new Float32Array(2), { clusters: 0 }],
    ['TRAINING.BAD_SPEC', new Float32Array(2), { radiusQuantile: 2 }],
  ])('%s: %p %j', (code, samples, options) => {
    expect(() => fitKMeans(samples, { features: 2, ...options })).toThrow(expect.objectContaining({ code }));
  });
});
