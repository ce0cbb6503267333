import { MAX_PREDICTABLE } from '../../limits';
import type { Predictor } from '../../predictors/predictor';
import { PREDICTORS } from '../../predictors/predictors.registry';
import { zigzag } from '../../bits/numbers';

/** A predictor with what it leaves of a list: zigzagged residuals from its start on, their sum, how many are zero. */
export interface Candidate {
  readonly predictor: Predictor;
  readonly seed: number;
  readonly codes: Float64Array;
  readonly sum: number;
  readonly zeros: number;
}

/** Every predictor's residuals of `numbers` (at least one), or null when one is too large for predictors to be exact. */
export function candidatesOf(numbers: Float64Array): readonly Candidate[] | null {
  for (const value of numbers) if (Math.abs(value) > MAX_PREDICTABLE) return null;
  return PREDICTORS.map((predictor) => {
    const codes = new Float64Array(numbers.length);
    const seed = predictor.seed(numbers);
    predictor.subtract(numbers, seed, codes);
    let sum = 0;
    let zeros = 0;
    for (let i = predictor.start; i < codes.length; i++) {
      const code = zigzag(codes[i]!);
      codes[i] = code;
      sum += code;
      if (code === 0) zeros++;
    }
    return { predictor, seed, codes, sum, zeros };
  });
}

/** The `count` candidates that come first by `order`, ties by predictor code. */
export function shortlist(
  candidates: readonly Candidate[],
  count: number,
  order: (candidate: Candidate) => number,
): Candidate[] {
  return [...candidates].sort((a, b) => order(a) - order(b)).slice(0, count);
}
