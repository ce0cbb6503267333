import type { Predictor } from './predictor';

/** Noise about a level that moves: the guess is floor((x1 + x2) / 2), the mean of the last two; first of the last one. */
export const average: Predictor = {
  code: 4,
  name: 'average',
  start: 1,
  seed: (numbers) => numbers[0]!,
  subtract(numbers, _seed, residuals) {
    let x2 = numbers[0]!;
    let x1 = x2;
    for (let i = 1; i < numbers.length; i++) {
      const x = numbers[i]!;
      residuals[i] = x - Math.floor((x1 + x2) * 0.5);
      x2 = x1;
      x1 = x;
    }
  },
  restore(numbers, count, seed) {
    let x2 = seed;
    let x1 = seed;
    numbers[0] = seed;
    for (let i = 1; i < count; i++) {
      const x = numbers[i]! + Math.floor((x1 + x2) * 0.5);
      numbers[i] = x;
      x2 = x1;
      x1 = x;
    }
  },
};
