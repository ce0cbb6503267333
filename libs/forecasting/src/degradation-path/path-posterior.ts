import {
  candidateOnsets,
  fitHinges,
  valueAt,
  type Fits,
  type HingeFit,
  type StepFit,
  type WeightedSeries,
} from './hinge-fit';
import { oddsOfGrowth, oddsOfSteps } from './path-evidence';

const { abs, floor, max, min } = Math;

/** Damage that grows: where it stands and how fast it goes, over all onsets that the data allow. Damage units, days. */
export interface GrowingPath {
  /** Its probability. */
  readonly share: number;
  /** Damage now, and the variance of what we know of it. */
  readonly level: number;
  readonly levelVariance: number;
  /** Damage per day, above 0, and its variance. */
  readonly speed: number;
  readonly speedVariance: number;
}

/** What the data say about the path of damage up to now. */
export interface PathPosterior {
  /** Null when no onset fits. */
  readonly growing: GrowingPath | null;
  /** Probability that damage does not grow: what is left. */
  readonly flatShare: number;
  readonly flatLevel: number;
  readonly flatLevelVariance: number;
  /** Variance of the slow speed that a series without a trend may still hide, per day squared. */
  readonly flatSpeedVariance: number;
}

/** Standard deviation of the slow speed of a part without a trend: a life of about a year. */
const FLAT_SPEED = 1 / 365;
/** Residuals beyond so many robust standard deviations count less (Huber 1964). */
const HUBER = 2;
/** Below this no sensor of ours tells damage apart. */
const LEAST_NOISE = 0.005;
/** Damage by which a true path strays from a straight one: over a short trend, a large part of its speed. */
export const MISFIT = 0.04;
/** Span of a batch of residuals, how many of them tell anything, and the most they may thin the sample by. */
const BATCH_DAYS = 0.5;
const LEAST_BATCHES = 6;
const MOST_INFLATION = 19;
/** Days over which the newest residuals correct the level, and how many hours of them are worth the fit itself. */
const RECENT_DAYS = 0.5;
const RECENT_HOURS = 3;

/**
 * Bayesian model average over "flat" and "flat, then growing since an onset" for a grid of onsets, each weighed by
 * Laplace's approximation of its evidence (Raftery 1995). Neighbouring hours are not independent witnesses: the sample
 * counts for less, see {@link effectiveShare}. A part that was first seen new cannot have worn before the series begins.
 */
export function fitPath(
  { days, damage, hours }: Omit<WeightedSeries, 'weight'>,
  firstSeenNew: boolean,
): PathPosterior {
  const onsets = candidateOnsets(days);
  const plain = { days, damage, hours, weight: hours };
  const series = { ...plain, weight: huberWeights(plain, bestOf(fitHinges(plain, onsets))) };
  const fits = fitHinges(series, onsets);
  const { flat } = fits;
  const best = bestOf(fits);
  const thinning = effectiveShare(series, best);
  const n = max(2, flat.weight * thinning);
  const noise = max(LEAST_NOISE ** 2, best.rss / max(1, flat.weight - 3 / thinning)) / thinning;
  const { growing, stepShare, step } = weigh(series, fits, n, noise, firstSeenNew);
  const flatLevel = flat.base + stepShare * (step.level - flat.base);
  const apart = stepShare * (1 - stepShare) * (step.level - flat.base) ** 2;
  return {
    growing,
    flatShare: 1 - (growing?.share ?? 0),
    flatLevel,
    flatLevelVariance: (1 - stepShare) * (noise / flat.weight) + stepShare * step.variance + apart,
    flatSpeedVariance: 1 / (1 / FLAT_SPEED ** 2 + spread(series) / noise),
  };
}

function bestOf({ flat, hinges }: Pick<Fits, 'flat' | 'hinges'>): HingeFit {
  return hinges.reduce((best, fit) => (fit.slope > 0 && fit.rss < best.rss ? fit : best), flat);
}

function huberWeights({ days, damage, weight }: WeightedSeries, fit: HingeFit): Float64Array {
  const sizes = new Float64Array(days.length);
  for (let k = 0; k < sizes.length; k++) sizes[k] = abs(damage[k]! - valueAt(fit, days[k]!));
  const limit = HUBER * max(LEAST_NOISE, 1.4826 * (sizes.slice().sort()[sizes.length >> 1] ?? 0));
  const weights = new Float64Array(days.length);
  for (let k = 0; k < sizes.length; k++) {
    weights[k] = sizes[k]! > limit ? (weight[k]! * limit) / sizes[k]! : weight[k]!;
  }
  return weights;
}

/**
 * The share of its hours that the sample counts for: the lesser of (1 - rho) / (1 + rho), rho being the residuals'
 * correlation from bin to bin, and of what the means of half days vary by against what independent hours would (batch
 * means, Alexopoulos and Seila 1996). White noise hides slow wandering from the first; the second sees it.
 */
function effectiveShare(series: WeightedSeries, fit: HingeFit): number {
  const { days, damage } = series;
  const residuals = new Float64Array(days.length);
  let [cross, square] = [0, 0];
  for (let k = 0; k < days.length; k++) {
    residuals[k] = damage[k]! - valueAt(fit, days[k]!);
    if (k === 0 || days[k]! - days[k - 1]! >= 0.3) continue;
    cross += residuals[k]! * residuals[k - 1]!;
    square += residuals[k]! ** 2;
  }
  const rho = square > 0 ? min(0.9, max(0, cross / square)) : 0;
  return min((1 - rho) / (1 + rho), 1 / batchInflation(series, residuals));
}

/** Variance of half-day means over that of independent bins; 1 when there are too few to tell. */
function batchInflation({ days, weight }: WeightedSeries, residuals: Float64Array): number {
  let [batches, between, within, sum, hours] = [0, 0, 0, 0, 0];
  for (let k = 0; k < days.length; k++) {
    within += weight[k]! * residuals[k]! ** 2;
    sum += weight[k]! * residuals[k]!;
    hours += weight[k]!;
    const last = k + 1 === days.length || floor(days[k + 1]! / BATCH_DAYS) > floor(days[k]! / BATCH_DAYS);
    if (!last) continue;
    if (hours > 0) between += (sum * sum) / hours;
    batches += 1;
    [sum, hours] = [0, 0];
  }
  if (batches < LEAST_BATCHES || within === 0) return 1;
  return min(MOST_INFLATION, max(1, between / batches / (within / days.length)));
}

interface Weighed {
  readonly growing: GrowingPath | null;
  /** Of what does not grow, the share that stepped to another level, and that level. */
  readonly stepShare: number;
  readonly step: { readonly level: number; readonly variance: number };
}

function weigh(series: WeightedSeries, fits: Fits, n: number, noise: number, firstSeenNew: boolean): Weighed {
  const { hinges, steps } = fits;
  const growth = oddsOfGrowth(fits, { n, noise, recordDays: -series.days[0]!, firstSeenNew });
  const change = oddsOfSteps(fits, { n, noise });
  const step = stepMoments(steps, change.shares, noise);
  const stepShare = change.odds / (1 + change.odds);
  if (growth.odds === 0) return { growing: null, stepShare, step };
  const likely = hinges
    .map((fit, c) => ({ fit, share: growth.shares[c]! }))
    .filter(({ share }) => share > 1e-4);
  const share = growth.odds / (1 + growth.odds + change.odds);
  return { growing: { share, ...moments(likely, noise, series) }, stepShare, step };
}

function stepMoments(
  steps: readonly StepFit[],
  shares: readonly number[],
  noise: number,
): { readonly level: number; readonly variance: number } {
  let [level, square] = [0, 0];
  for (let c = 0; c < steps.length; c++) {
    const { level: at, weightSince } = steps[c]!;
    if (shares[c]! === 0) continue;
    level += shares[c]! * at;
    square += shares[c]! * (at * at + noise / weightSince);
  }
  return { level, variance: max(0, square - level * level) };
}

/** All onsets taken together: their common mean and variance. */
function moments(
  fits: readonly { readonly fit: HingeFit; readonly share: number }[],
  noise: number,
  series: WeightedSeries,
): Omit<GrowingPath, 'share'> {
  let [sum, level, levelSquare, speed, speedSquare] = [0, 0, 0, 0, 0];
  for (const { fit, share } of fits) {
    const variance = noise / fit.sxx;
    const recent = recentResidual(series, fit);
    const at = valueAt(fit, 0) + recent.mean;
    const x = -fit.onset - fit.meanX;
    const levelVariance = min(noise / fit.weight + variance * x * x, recent.variance * noise);
    sum += share;
    level += share * at;
    levelSquare += share * (at * at + levelVariance);
    speed += share * fit.slope;
    speedSquare += share * (fit.slope * fit.slope + variance + (MISFIT / fit.onset) ** 2);
  }
  const meanLevel = level / sum;
  const meanSpeed = speed / sum;
  return {
    ...{ level: meanLevel, speed: meanSpeed },
    levelVariance: max(0, levelSquare / sum - meanLevel ** 2),
    speedVariance: max(0, speedSquare / sum - meanSpeed ** 2),
  };
}

/** How far the newest half day lies off the fit, shrunk towards it; and what a level read from it alone would vary by. */
function recentResidual(
  { days, damage, weight }: WeightedSeries,
  fit: HingeFit,
): { mean: number; variance: number } {
  let sum = 0;
  let hours = 0;
  for (let k = days.length - 1; k >= 0 && days[k]! > -RECENT_DAYS; k--) {
    sum += weight[k]! * (damage[k]! - valueAt(fit, days[k]!));
    hours += weight[k]!;
  }
  return { mean: sum / (hours + RECENT_HOURS), variance: 1 / (hours + 1e-9) };
}

/** Weighted sum of squares of the days about their mean: what a speed is known by. */
function spread({ days, weight }: WeightedSeries): number {
  let [w, wt, wtt] = [0, 0, 0];
  for (let k = 0; k < days.length; k++) {
    w += weight[k]!;
    wt += weight[k]! * days[k]!;
    wtt += weight[k]! * days[k]! * days[k]!;
  }
  return wtt - (wt * wt) / w;
}
