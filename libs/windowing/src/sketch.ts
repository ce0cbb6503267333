import { bucketOf, bucketValue, MAX_BUCKET_KEY } from './quantile-buckets';
import { powerOfTen } from './decimal';

/** Dense counts for one call at a time; only the touched ones are ever non-zero, and they are cleared before return. */
const dense = new Uint32Array(2 * MAX_BUCKET_KEY + 1);
let touched = new Int32Array(1_024);

/** Counts of values by bucket, sorted by key, no zeros: the same multiset of values gives the same arrays in any order. */
export class Sketch {
  constructor(
    readonly keys: Int32Array = new Int32Array(0),
    readonly counts: Float64Array = new Float64Array(0),
  ) {}

  /** This sketch with mantissa × 10^exponent counted for each of the first `n` mantissas. */
  withMantissas(mantissas: ArrayLike<number>, n: number, exponent: number): Sketch {
    const divisor = exponent < 0 ? powerOfTen(-exponent) : 1;
    const factor = exponent > 0 ? powerOfTen(exponent) : 1;
    let distinct = 0;
    for (let i = 0; i < n; i++) {
      const key = bucketOf((mantissas[i]! / divisor) * factor);
      if (dense[key + MAX_BUCKET_KEY]!++ === 0) {
        if (distinct === touched.length) touched = grown(touched);
        touched[distinct++] = key;
      }
    }
    const keys = sortedCopy(touched, distinct);
    const counts = new Float64Array(distinct);
    for (let i = 0; i < distinct; i++) {
      const at = keys[i]! + MAX_BUCKET_KEY;
      counts[i] = dense[at]!;
      dense[at] = 0;
    }
    return this.merged(new Sketch(keys, counts));
  }

  /** The sketch of both multisets together. */
  merged(other: Sketch): Sketch {
    if (this.keys.length === 0) return other;
    if (other.keys.length === 0) return this;
    const size = unionSize(this.keys, other.keys);
    const keys = new Int32Array(size);
    const counts = new Float64Array(size);
    let left = 0;
    let right = 0;
    for (let i = 0; i < size; i++) {
      const a = left < this.keys.length ? this.keys[left]! : Infinity;
      const b = right < other.keys.length ? other.keys[right]! : Infinity;
      keys[i] = a <= b ? a : b;
      let count = 0;
      if (a <= b) count = this.counts[left++]!;
      if (b <= a) count += other.counts[right++]!;
      counts[i] = count;
    }
    return new Sketch(keys, counts);
  }

  /** The value that stands for the bucket of the rank-th smallest value, rank from 1. */
  valueAtRank(rank: number): number {
    let seen = 0;
    for (let i = 0; i < this.keys.length; i++) {
      seen += this.counts[i]!;
      if (seen >= rank) return bucketValue(this.keys[i]!);
    }
    return Number.NaN;
  }
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** Insertion sort where there is little to sort: a minute of one signal falls into a handful of buckets. */
function sortedCopy(source: Int32Array, length: number): Int32Array {
  const copy = source.slice(0, length);
  if (length > 48) return copy.sort();
  for (let i = 1; i < length; i++) {
    const key = copy[i]!;
    let at = i - 1;
    for (; at >= 0 && copy[at]! > key; at--) copy[at + 1] = copy[at]!;
    copy[at + 1] = key;
  }
  return copy;
}

function unionSize(a: Int32Array, b: Int32Array): number {
  let size = a.length + b.length;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const difference = a[i]! - b[j]!;
    if (difference === 0) size--;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return size;
}
