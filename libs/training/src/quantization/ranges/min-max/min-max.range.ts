import { RangeRule } from '../range-rule';

/** Everything that was seen: nothing is clipped, one outlier coarsens all steps. */
export const minMax = {
  name: 'min-max',
  needsCounts: false,
  range: ({ low, high }) => [low, high],
} as const satisfies RangeRule;
