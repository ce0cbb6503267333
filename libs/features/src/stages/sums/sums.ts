import { roundedShift, scaledQuotient } from '../../arithmetic/integers';

/** What one pass over a window gives: enough for mean, variance and range, exactly. */
export interface Sums {
  readonly count: number;
  readonly low: number;
  readonly high: number;
  readonly sum: number;
  readonly squares: number;
  /** Mean in Q8, halves up. */
  readonly meanQ8: number;
  /** Largest distance from the mean, Q8. */
  readonly peakQ8: number;
}

/** Sums of at least one and at most 8,192 samples: all below 2^53. */
export function sumsOf(samples: Int16Array): Sums {
  const count = samples.length;
  let [low, high, sum, squares] = [32767, -32768, 0, 0];
  for (let i = 0; i < count; i++) {
    const x = samples[i]!;
    if (x < low) low = x;
    if (x > high) high = x;
    sum += x;
    squares += x * x;
  }
  const meanQ8 = Math.floor(((sum + 32768 * count) * 256 + Math.floor(count / 2)) / count) - 8388608;
  return {
    count,
    low,
    high,
    sum,
    squares,
    meanQ8,
    peakQ8: Math.max(high * 256 - meanQ8, meanQ8 - low * 256),
  };
}

/**
 * Variance in Q16, cut: by deviations from the rounded mean, so that a large mean costs no bits. Divides by n, not n - 1.
 */
export function varianceQ16({ count, sum, squares, meanQ8 }: Sums): number {
  const mean = roundedShift(meanQ8, 8);
  const first = sum - count * mean;
  const second = squares - 2 * mean * sum + count * mean * mean;
  return scaledQuotient(second, count, 16) - Math.floor((first * first * 65536) / (count * count));
}
