import type { Aggregate, Comparison } from '@fettle/contracts';

/** How each aggregate is said before `of` a signal. */
export const AGGREGATE_WORDS: Readonly<Record<Aggregate, string>> = {
  mean: 'the mean',
  min: 'the lowest',
  max: 'the highest',
  last: 'the last value',
  stddev: 'the spread (std. dev.)',
  count: 'the number of readings',
  p50: 'the median',
  p95: 'the 95th percentile',
  p99: 'the 99th percentile',
};

/** How each comparison is said before its limit. */
export const COMPARISON_WORDS: Readonly<Record<Comparison, string>> = {
  '>': 'above',
  '>=': 'at or above',
  '<': 'below',
  '<=': 'at or below',
};
