/** Columns of equal length; `t` rising, each value covers [t, t + resolutionMs). Empty intervals are left out. */
export interface Series {
  readonly t: number[];
  readonly min: number[];
  readonly mean: number[];
  readonly max: number[];
  readonly count: number[];
  /** 0: single readings. */
  readonly resolutionMs: number;
}

/** Something with a place in time to be shown: a reading, or a window of many. */
export interface SeriesPart {
  readonly atMs: number;
  readonly count: number;
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

/** Gathers readings and windows, in any order, into intervals of one width. */
export class SeriesBuckets {
  private readonly buckets = new Map<number, { count: number; min: number; sum: number; max: number }>();

  /** Width 0 gathers what has the same time. */
  constructor(private readonly resolutionMs: number) {}

  get size(): number {
    return this.buckets.size;
  }

  add({ atMs, count, min, mean, max }: SeriesPart): void {
    const start = this.resolutionMs === 0 ? atMs : Math.floor(atMs / this.resolutionMs) * this.resolutionMs;
    const bucket = this.buckets.get(start);
    if (bucket === undefined) this.buckets.set(start, { count, min, sum: mean * count, max });
    else {
      bucket.count += count;
      bucket.sum += mean * count;
      if (min < bucket.min) bucket.min = min;
      if (max > bucket.max) bucket.max = max;
    }
  }

  series(): Series {
    const sorted = [...this.buckets].sort(([a], [b]) => a - b);
    return {
      t: sorted.map(([start]) => start),
      min: sorted.map(([, { min }]) => min),
      mean: sorted.map(([, { sum, count }]) => sum / count),
      max: sorted.map(([, { max }]) => max),
      count: sorted.map(([, { count }]) => count),
      resolutionMs: this.resolutionMs,
    };
  }
}
