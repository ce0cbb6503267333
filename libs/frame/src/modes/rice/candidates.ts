import { MAX_PREDICTABLE } from '../../limits';
import type { Predictor } from '../../predictors/predictor';
import { PREDICTORS } from '../../predictors/predictors.registry';
import type { NumberArena } from '../../number-arena';
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
export function candidatesOf(numbers: Float64Array, arena: NumberArena): readonly Candidate[] | null {
  for (let i = 0; i < numbers.length; i++) if (!(Math.abs(numbers[i]!) <= MAX_PREDICTABLE)) return null;
  return PREDICTORS.map((predictor) => {
    const codes = arena.take(numbers.length);
    const seed = predictor.seed(numbers, codes);
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

/** The `count` candidates that rank lowest, best first, ties by predictor code. */
export function shortlist(
  candidates: readonly Candidate[],
  count: number,
  rank: (candidate: Candidate) => number,
): Candidate[] {
  const best: Candidate[] = [];
  for (const candidate of candidates) {
    let at = best.length;
    while (at > 0 && rank(best[at - 1]!) > rank(candidate)) at--;
    if (at >= count) continue;
    if (best.length === count) best.pop();
    best.splice(at, 0, candidate);
  }
  return best;
}
