import type { Predictor } from './predictor';

/** Noise about a fixed level: the guess is the median of all, sent ahead. */
export const centre: Predictor = {
  code: 0,
  name: 'centre',
  start: 0,
  seed: (numbers) => Float64Array.from(numbers).sort()[numbers.length >> 1]!,
  subtract(numbers, seed, residuals) {
    for (let i = 0; i < numbers.length; i++) residuals[i] = numbers[i]! - seed;
  },
  restore(numbers, count, seed) {
    for (let i = 0; i < count; i++) numbers[i] = numbers[i]! + seed;
  },
};
