import type { Predictor } from './predictor';

/**
 * A line, or one that bends: x1 + floor((x1 - x2) / divisor), x1 and x2 being the last two numbers.
 * Divisor 1 is delta-of-delta coding; 2 trusts half of the slope, as smooth but noisy signals want.
 * Before the second number x2 is x1.
 */
export function trend(code: number, name: string, divisor: 1 | 2): Predictor {
  const share = 1 / divisor;
  return {
    code,
    name,
    start: 1,
    seed: (numbers) => numbers[0]!,
    subtract(numbers, _seed, residuals) {
      let x2 = numbers[0]!;
      let x1 = x2;
      for (let i = 1; i < numbers.length; i++) {
        const x = numbers[i]!;
        residuals[i] = x - x1 - Math.floor((x1 - x2) * share);
        x2 = x1;
        x1 = x;
      }
    },
    restore(numbers, count, seed) {
      let x2 = seed;
      let x1 = seed;
      numbers[0] = seed;
      for (let i = 1; i < count; i++) {
        const x = numbers[i]! + x1 + Math.floor((x1 - x2) * share);
        numbers[i] = x;
        x2 = x1;
        x1 = x;
      }
    },
  };
}
