import { Budget, Costs, Rated } from '../candidate.types';

export type Bound = keyof Costs;

/** The candidate chosen, or why none can be. */
export type Pick<C> =
  | { readonly picked: C }
  | {
      readonly refused: 'TRAINING.NO_CANDIDATE_FITS';
      /** The candidate that comes nearest to the budget. */
      readonly nearest: C;
      /** What it misses by the greatest share. */
      readonly bound: Bound;
      readonly limit: number;
      readonly value: number;
    };

const BOUNDS: readonly Bound[] = ['flashBytes', 'ramBytes', 'instructions'];

/**
 * The best of those that fit the budget; among equals the smallest in flash, then RAM, then instructions, then the first. Where
 * none fits, the one whose worst excess, as a share of the limit, is least. Undefined for no candidates at all.
 */
export function pick<C extends Rated>(
  candidates: readonly C[],
  budget: Budget,
  better: 'more' | 'less',
): Pick<C> | undefined {
  const sign = better === 'more' ? -1 : 1;
  const [best] = candidates
    .filter((candidate) => worst(candidate, budget).share <= 1)
    .sort((a, b) => sign * (a.score - b.score) || byCosts(a, b));
  if (best !== undefined) return { picked: best };
  const [nearest] = candidates
    .map((candidate) => ({ candidate, ...worst(candidate, budget) }))
    .sort((a, b) => a.share - b.share);
  if (nearest === undefined) return undefined;
  const { candidate, bound } = nearest;
  return {
    refused: 'TRAINING.NO_CANDIDATE_FITS',
    nearest: candidate,
    bound,
    limit: budget[bound]!,
    value: candidate.costs[bound],
  };
}

function byCosts(a: Rated, b: Rated): number {
  const [flash, ram, instructions] = BOUNDS.map((bound) => a.costs[bound] - b.costs[bound]);
  return flash! || ram! || instructions!;
}

/** The bound that is used the most of, and its used share: above 1 it does not fit. */
function worst({ costs }: Rated, budget: Budget): { readonly bound: Bound; readonly share: number } {
  return BOUNDS.map((bound) => ({ bound, share: shareOf(costs[bound], budget[bound]) })).reduce((a, b) =>
    b.share > a.share ? b : a,
  );
}

function shareOf(cost: number, limit: number | undefined): number {
  if (limit === undefined || cost === 0) return 0;
  return limit > 0 ? cost / limit : Infinity;
}
