import type { Predictor } from './predictor';

/** A random walk: the guess is the number before (delta coding). */
export const last: Predictor = {
  code: 1,
  name: 'last',
  start: 1,
  seed: (numbers) => numbers[0]!,
  subtract(numbers, _seed, residuals) {
    for (let i = 1; i < numbers.length; i++) residuals[i] = numbers[i]! - numbers[i - 1]!;
  },
  restore(numbers, count, seed) {
    let before = seed;
    numbers[0] = before;
    for (let i = 1; i < count; i++) {
      before += numbers[i]!;
      numbers[i] = before;
    }
  },
};
