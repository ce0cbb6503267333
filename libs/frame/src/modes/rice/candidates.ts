import { MAX_PREDICTABLE } from '../../limits';
import type { Predictor } from '../../predictors/predictor';
import { PREDICTORS } from '../../predictors/predictors.registry';
import { zigzagAll } from './rice-code';

/** A predictor with what it leaves of a list: zigzagged residuals from its start on. */
export interface Candidate {
  readonly predictor: Predictor;
  readonly seed: number;
  readonly codes: Float64Array;
}

/** True when every number is small enough for any predictor to be exact. */
export function arePredictable(numbers: Float64Array): boolean {
  for (const value of numbers) if (Math.abs(value) > MAX_PREDICTABLE) return false;
  return true;
}

/** Every predictor's residuals of `numbers`. */
export function candidates(numbers: Float64Array): Candidate[] {
  return PREDICTORS.map((predictor) => {
    const codes = new Float64Array(numbers.length);
    const seed = predictor.seed(numbers);
    predictor.subtract(numbers, seed, codes);
    zigzagAll(codes, predictor.start, numbers.length);
    return { predictor, seed, codes };
  });
}
