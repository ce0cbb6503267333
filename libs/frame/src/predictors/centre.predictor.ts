import { median } from './median';
import type { Predictor } from './predictor';

/** Noise about a fixed level: the guess is the median of all, sent ahead. */
export const centre: Predictor = {
  code: 0,
  name: 'centre',
  start: 0,
  seed(numbers, scratch) {
    scratch.set(numbers);
    return median(scratch);
  },
  subtract(numbers, seed, residuals) {
    for (let i = 0; i < numbers.length; i++) residuals[i] = numbers[i]! - seed;
  },
  restore(numbers, count, seed) {
    for (let i = 0; i < count; i++) numbers[i] = numbers[i]! + seed;
  },
};
