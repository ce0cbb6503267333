import { RangeRule } from '../range-rule';

/** The middle of what was seen; the rarest values at either end are clipped. */
export const percentile = {
  name: 'percentile',
  needsCounts: true,
  range: ({ low, high, counts }, settings) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    const cut = (total * (1 - settings.percentile / 100)) / 2;
    const width = (high - low) / counts.length;
    const bins = binsOver(counts, cut);
    return [low + bins(1) * width, high - bins(-1) * width];
  },
} as const satisfies RangeRule;

/** How many bins from one end hold no more than `cut` occurrences together. */
function binsOver(counts: Float64Array, cut: number): (direction: 1 | -1) => number {
  return (direction) => {
    let sum = 0;
    for (let i = 0; i < counts.length; i++) {
      sum += counts[direction === 1 ? i : counts.length - 1 - i]!;
      if (sum > cut) return i;
    }
    return 0;
  };
}
