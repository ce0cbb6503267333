import { Histogram } from './histogram';

/** Real values between which int8 steps are laid; what lies beyond is clipped. */
export type Range = readonly [low: number, high: number];

export interface RangeSettings {
  /** Per cent of the values that the percentile rule keeps, half of the rest cut off at either end. */
  readonly percentile: number;
}

/** A way to choose the range of a tensor from what it was seen to hold. */
export interface RangeRule {
  readonly name: string;
  /** Whether it looks at counts, which take a second pass over the calibration data. */
  readonly needsCounts: boolean;
  /** Within the values seen, before zero is taken in. */
  range(seen: Histogram, settings: RangeSettings): Range;
}
