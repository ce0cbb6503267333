/**
 * Log-linear buckets over all doubles: each octave is cut into 64 equal parts (HdrHistogram's layout, Tene; with
 * DDSketch's guarantee, Masson, Rim, Lee 2019). A bucket is the top bits of the double itself: no logarithm, hence the
 * same buckets on every machine. A bucket is a function of the value alone, hence counts merge in any order.
 */
const SUB_BUCKET_BITS = 6;
const DROPPED_BITS = 20 - SUB_BUCKET_BITS;

/** Most that a bucket's value differs from any value in it, relative to that value (normal doubles, |x| > 2.3e-308). */
export const BUCKET_RELATIVE_ERROR = 1 / (2 * 2 ** SUB_BUCKET_BITS + 1);

/** Keys lie within plus and minus this. */
export const MAX_BUCKET_KEY = 2 ** (11 + SUB_BUCKET_BITS);

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);
const HIGH = new Uint8Array(Float64Array.of(-2).buffer)[7] === 0xc0 ? 1 : 0;

/** The bucket of a finite value. Monotone: x < y implies bucketOf(x) <= bucketOf(y); 0 (of either sign) for zero. */
export function bucketOf(value: number): number {
  double[0] = value;
  const high = halves[HIGH]!;
  const key = ((high & 0x7fffffff) >>> DROPPED_BITS) + 1;
  if (value > 0) return key;
  return value < 0 ? -key : 0;
}

/** {@link bucketOf} for each of the first `n` values. */
export function bucketAll(values: Float64Array, n: number, keys: Int32Array): void {
  for (let i = 0; i < n; i++) {
    const value = values[i]!;
    double[0] = value;
    const key = ((halves[HIGH]! & 0x7fffffff) >>> DROPPED_BITS) + 1;
    keys[i] = value > 0 ? key : value < 0 ? -key : 0;
  }
}

/** The value that stands for a bucket: within {@link BUCKET_RELATIVE_ERROR} of everything in it. */
export function bucketValue(key: number): number {
  if (key === 0) return 0;
  if (key < 0) return -bucketValue(-key);
  // The harmonic mean of the bounds makes the relative error the same at both.
  return 2 / (1 / lowerBound(key) + 1 / lowerBound(key + 1));
}

function lowerBound(key: number): number {
  halves[HIGH] = (key - 1) << DROPPED_BITS;
  halves[1 - HIGH] = 0;
  return double[0]!;
}
