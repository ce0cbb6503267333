import type { RemainingLife } from '@fettle/contracts';

const { abs, exp, max, min, sqrt } = Math;
const QUANTILES = [
  ['p10', 0.1],
  ['p50', 0.5],
  ['p90', 0.9],
] as const;

/** A forecast beside what came. Times in the unit that figures are wanted in. */
export interface Judged {
  readonly life: { readonly p10: number; readonly p50: number; readonly p90: number };
  readonly truth: number;
}

/** How sure forecasts of remaining life were, and how right. Times as judged. */
export interface IntervalFigures {
  readonly forecasts: number;
  /** Share of truths from p10 to p90; the target is 0.80. */
  readonly coverage80: number;
  /** Share of truths before p10 (told too late) and after p90 (told too early): 0.10 each if calibrated. */
  readonly before: number;
  readonly after: number;
  /** Share of forecasts without an end: p90 beyond the longest life spoken of, which stands in for it below. */
  readonly openEnded: number;
  readonly meanWidth: number;
  /** Mean of width plus ten times the miss (Gneiting and Raftery 2007, 6.2); less is better. */
  readonly intervalScore80: number;
  /** Mean over p10, p50 and p90 (Koenker and Bassett 1978); less is better. */
  readonly pinball: number;
  readonly rmse: number;
}

/** Quantiles in a unit of so many seconds; what lies beyond `longest` counts as that. */
export function within(life: RemainingLife, unitSeconds: number, longest: number): Judged['life'] {
  const [p10, p50, p90] = [life.p10, life.p50, life.p90].map((s) =>
    min(longest, (s ?? Infinity) / unitSeconds),
  );
  return { p10: p10!, p50: p50!, p90: p90! };
}

/** Figures over all; `longest` as in {@link within}, `cap` what the field caps lives at for the root mean square. */
export function intervalFigures(all: readonly Judged[], longest: number, cap = longest): IntervalFigures {
  const mean = (of: (judged: Judged) => number): number =>
    all.reduce((sum, judged) => sum + of(judged), 0) / all.length;
  const width = ({ life }: Judged): number => life.p90 - life.p10;
  const miss = ({ life, truth }: Judged): number => max(0, life.p10 - truth, truth - life.p90);
  const before = mean(({ life, truth }) => Number(truth < life.p10));
  const after = mean(({ life, truth }) => Number(truth > life.p90 && life.p90 < longest));
  return {
    forecasts: all.length,
    coverage80: 1 - before - after,
    ...{ before, after },
    openEnded: mean(({ life }) => Number(life.p90 >= longest)),
    meanWidth: mean(width),
    intervalScore80: mean((judged) => width(judged) + 10 * miss(judged)),
    pinball: mean(
      ({ life, truth }) =>
        QUANTILES.reduce((sum, [name, q]) => sum + pinball(truth - life[name], q), 0) / QUANTILES.length,
    ),
    rmse: sqrt(mean(({ life, truth }) => (min(cap, life.p50) - min(cap, truth)) ** 2)),
  };
}

/** NASA's asymmetric score of median lives in cycles (Saxena et al. 2008): a life told too long costs more. Less is better. */
export function nasaScore(all: readonly Judged[], cap: number): number {
  return all.reduce((sum, { life, truth }) => {
    const error = min(cap, life.p50) - min(cap, truth);
    return sum + exp(abs(error) / (error < 0 ? 13 : 10)) - 1;
  }, 0);
}

function pinball(error: number, q: number): number {
  return max(q * error, (q - 1) * error);
}
