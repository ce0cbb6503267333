import type { Predictor } from './predictor';

/**
 * Noise about a level that drifts: simple exponential smoothing (Brown 1956) with gain 1 / `inverseGain`, in integers.
 * A state s starts at inverseGain x seed; the guess is floor(s / inverseGain); then s grows by the residual.
 */
export function level(code: number, inverseGain: 2 | 4 | 8): Predictor {
  const gain = 1 / inverseGain;
  return {
    code,
    name: `level${inverseGain}`,
    start: 1,
    seed: (numbers) => numbers[0]!,
    subtract(numbers, seed, residuals) {
      let state = seed * inverseGain;
      for (let i = 1; i < numbers.length; i++) {
        const residual = numbers[i]! - Math.floor(state * gain);
        residuals[i] = residual;
        state += residual;
      }
    },
    restore(numbers, count, seed) {
      let state = seed * inverseGain;
      numbers[0] = seed;
      for (let i = 1; i < count; i++) {
        const residual = numbers[i]!;
        numbers[i] = residual + Math.floor(state * gain);
        state += residual;
      }
    },
  };
}
