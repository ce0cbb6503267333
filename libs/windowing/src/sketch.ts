import { powerOfTen } from './decimal';
import { bucketAll, bucketValue, MAX_BUCKET_KEY } from './quantile-buckets';

/** Dense counts for one call at a time; only the touched ones are ever non-zero, and they are cleared before return. */
const dense = new Uint32Array(2 * MAX_BUCKET_KEY + 1);
/** Values are taken in portions of this many. */
const PORTION = 64;
const scaled = new Float64Array(PORTION);
const portionKeys = new Int32Array(PORTION);
const FIRST_CAPACITY = 8;

/**
 * Counts of values by bucket, sorted by key, no zeros: the same multiset of values gives the same content, added in any
 * order, merged in any grouping.
 */
export class Sketch {
  private keys = new Int32Array(FIRST_CAPACITY);
  private counts = new Float64Array(FIRST_CAPACITY);
  private used = 0;

  /** How many buckets are occupied. */
  get size(): number {
    return this.used;
  }

  key(index: number): number {
    return this.keys[index]!;
  }

  count(index: number): number {
    return this.counts[index]!;
  }

  /** Counts number × 10^exponent for each of the first `n` numbers. */
  addAll(numbers: Float64Array, n: number, exponent: number): void {
    const divisor = exponent < 0 ? powerOfTen(-exponent) : 1;
    const factor = exponent > 0 ? powerOfTen(exponent) : 1;
    for (let from = 0; from < n; from += PORTION) {
      const length = Math.min(PORTION, n - from);
      for (let i = 0; i < length; i++) scaled[i] = (numbers[from + i]! / divisor) * factor;
      bucketAll(scaled, length, portionKeys);
      this.addPortion(length);
    }
  }

  /** Counts a bucket `by` times more. */
  add(key: number, by: number): void {
    let low = 0;
    let high = this.used;
    const keys = this.keys;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (keys[middle]! < key) low = middle + 1;
      else high = middle;
    }
    if (low === this.used || keys[low] !== key) this.insert(low, key);
    this.counts[low]! += by;
  }

  /** Counts everything that the other sketch has counted. */
  merge(other: Sketch): void {
    for (let i = 0; i < other.used; i++) this.add(other.keys[i]!, other.counts[i]!);
  }

  clear(): void {
    this.used = 0;
  }

  /** The value that stands for the bucket of the rank-th smallest value, rank from 1 to the number of values. */
  valueAtRank(rank: number): number {
    let seen = 0;
    let index = 0;
    while (index < this.used && (seen += this.counts[index]!) < rank) index++;
    return bucketValue(this.keys[index]!);
  }

  /** Equal values are counted together first: a minute of one signal falls into a handful of buckets. */
  private addPortion(length: number): void {
    const offset = MAX_BUCKET_KEY;
    let distinct = 0;
    for (let i = 0; i < length; i++) {
      const key = portionKeys[i]!;
      if (dense[key + offset]!++ === 0) portionKeys[distinct++] = key;
    }
    for (let i = 0; i < distinct; i++) {
      const key = portionKeys[i]!;
      this.add(key, dense[key + offset]!);
      dense[key + offset] = 0;
    }
  }

  private insert(at: number, key: number): void {
    if (this.used === this.keys.length) this.grow();
    this.keys.copyWithin(at + 1, at, this.used);
    this.counts.copyWithin(at + 1, at, this.used);
    this.keys[at] = key;
    this.counts[at] = 0;
    this.used++;
  }

  private grow(): void {
    const keys = new Int32Array(this.keys.length * 2);
    const counts = new Float64Array(this.keys.length * 2);
    keys.set(this.keys);
    counts.set(this.counts);
    [this.keys, this.counts] = [keys, counts];
  }
}
