import { AppError, type Random, seededRandom } from '@fettle/kernel';
import { badShape, badSpec, wholeNumber } from '../network/errors';
import { fitStandardiser, standardise, type Standardiser } from '../training/data/standardiser';

/** Clusters of usual behaviour; JSON as it is, small enough for a device. */
export interface KMeansAnomaly {
  readonly features: number;
  /** Learnt from the same data. */
  readonly standardiser: Standardiser;
  readonly clusters: readonly {
    /** Of standardised features. */
    readonly centroid: readonly number[];
    /** Distance from the centroid that still is usual. */
    readonly radius: number;
  }[];
}

export interface KMeansOptions {
  readonly features: number;
  /** Default 32; at most as many as there are different samples. */
  readonly clusters?: number;
  /** Share of a cluster's samples within its radius; default 1: all of them. */
  readonly radiusQuantile?: number;
  /** Lloyd's iterations at most. Default 100. */
  readonly iterations?: number;
  readonly seed?: number;
}

/**
 * Learns clusters from samples [count, features] of usual behaviour: k-means++ seeds (Arthur and Vassilvitskii, 2007), then
 * Lloyd's iterations until no sample moves. The same seed gives the same clusters. No cluster is empty.
 * Throws `TRAINING.BAD_SPEC`, `TRAINING.BAD_SHAPE`, `TRAINING.NO_DATA`, or `TRAINING.BAD_DATA` for what is not finite.
 */
export function fitKMeans(samples: Float32Array, options: KMeansOptions): KMeansAnomaly {
  const { features, clusters = 32, radiusQuantile = 1, iterations = 100, seed = 1 } = options;
  check(samples, options);
  const standardiser = fitStandardiser(samples, features);
  const points = rowsOf(standardise(standardiser, samples), features);
  let centroids = seedCentroids(points, clusters, seededRandom(seed));
  let owners = points.map((point) => nearest(point, centroids).index);
  for (let i = 0; i < iterations; i++) {
    centroids = means(points, owners, centroids);
    const moved = points.map((point) => nearest(point, centroids).index);
    if (moved.every((owner, p) => owner === owners[p])) break;
    owners = moved;
  }
  const found = centroids.flatMap((centroid, c) => {
    const distances = points.filter((_, p) => owners[p] === c).map((point) => distance(point, centroid));
    return distances.length === 0
      ? []
      : [{ centroid: Array.from(centroid), radius: quantile(distances, radiusQuantile) }];
  });
  return { features, standardiser, clusters: found };
}

/**
 * How far each sample [count, features] is outside the nearest cluster, in standard deviations: its distance to the nearest
 * centroid minus that cluster's radius. At most 0 is usual. Throws `TRAINING.BAD_SHAPE`.
 */
export function anomalyScores(model: KMeansAnomaly, samples: Float32Array): Float32Array {
  const points = rowsOf(standardise(model.standardiser, samples), model.features);
  const centroids = model.clusters.map(({ centroid }) => centroid);
  return Float32Array.from(points, (point) => {
    const { index, distance: away } = nearest(point, centroids);
    return away - model.clusters[index]!.radius;
  });
}

type Point = ArrayLike<number>;

function check(
  samples: Float32Array,
  { features, clusters = 32, radiusQuantile = 1, iterations = 100 }: KMeansOptions,
): void {
  wholeNumber('features', features);
  wholeNumber('clusters', clusters);
  wholeNumber('iterations', iterations);
  if (!(radiusQuantile > 0 && radiusQuantile <= 1))
    throw badSpec(`radiusQuantile lies in (0, 1], not at ${radiusQuantile}`);
  if (samples.length === 0) throw new AppError('TRAINING.NO_DATA', 'there is not one sample');
  if (samples.length % features !== 0)
    throw badShape(`${samples.length} numbers are not samples of ${features}`);
  const bad = samples.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new AppError('TRAINING.BAD_DATA', `sample ${Math.floor(bad / features)} holds ${samples[bad]}`);
  }
}

function rowsOf(values: Float32Array, features: number): Float32Array[] {
  return Array.from({ length: values.length / features }, (_, i) =>
    values.subarray(i * features, (i + 1) * features),
  );
}

/** Each next centroid is a sample, drawn by the square of its distance to those before; none twice. */
function seedCentroids(points: readonly Float32Array[], clusters: number, random: Random): Point[] {
  const centroids: Point[] = [points[random.below(points.length)]!];
  const squares = points.map((point) => distance(point, centroids[0]!) ** 2);
  while (centroids.length < clusters) {
    const total = squares.reduce((sum, square) => sum + square, 0);
    if (total === 0) break;
    let left = random.next() * total;
    let chosen = squares.findIndex((square) => (left -= square) < 0);
    if (chosen < 0) chosen = squares.findLastIndex((square) => square > 0);
    const centroid = points[chosen]!;
    centroids.push(centroid);
    for (const [p, point] of points.entries())
      squares[p] = Math.min(squares[p]!, distance(point, centroid) ** 2);
  }
  return centroids;
}

function nearest(point: Point, centroids: readonly Point[]): { index: number; distance: number } {
  let index = 0;
  let least = Infinity;
  for (const [c, centroid] of centroids.entries()) {
    const away = distance(point, centroid);
    if (away < least) [least, index] = [away, c];
  }
  return { index, distance: least };
}

function distance(a: Point, b: Point): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}

/** The mean of each centroid's points; a centroid without points stays where it is. */
function means(
  points: readonly Float32Array[],
  owners: readonly number[],
  centroids: readonly Point[],
): Point[] {
  const sums = centroids.map(({ length }) => new Float64Array(length));
  const counts = new Array<number>(centroids.length).fill(0);
  for (const [p, point] of points.entries()) {
    const sum = sums[owners[p]!]!;
    counts[owners[p]!]! += 1;
    for (let i = 0; i < point.length; i++) sum[i]! += point[i]!;
  }
  return sums.map((sum, c) => (counts[c] === 0 ? centroids[c]! : sum.map((value) => value / counts[c]!)));
}

/** The value that a share `q` of the values does not exceed (nearest rank). */
function quantile(values: readonly number[], q: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.ceil(q * sorted.length) - 1]!;
}
