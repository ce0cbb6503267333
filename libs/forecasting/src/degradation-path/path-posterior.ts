import {
  candidateOnsets,
  fitHinges,
  valueAt,
  type Fits,
  type HingeFit,
  type WeightedSeries,
} from './hinge-fit';

const { abs, exp, log, max, min } = Math;

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

/** Before any data: one component in ten is degrading. */
const PRIOR_GROWING = 0.1;
/** Mean speeds that occur, as a log-normal: a part takes about three weeks from onset to failure, sometimes days or months. */
const SPEED_MEDIAN = 1 / 20;
const SPEED_SPREAD = 1;
/** Standard deviation of the slow speed of a part without a trend: a life of about a year. */
const FLAT_SPEED = 1 / 365;
/** Residuals beyond so many robust standard deviations count less (Huber 1964). */
const HUBER = 2;
/** Below this no sensor of ours tells damage apart. */
const LEAST_NOISE = 0.005;
/** Days over which the newest residuals correct the level, and how many hours of them are worth the fit itself. */
const RECENT_DAYS = 0.5;
const RECENT_HOURS = 3;

/**
 * Bayesian model average over "flat" and "flat, then growing since an onset" for a grid of onsets, each weighed by Laplace's approximation of its evidence (Raftery 1995). Neighbouring hours are not
 * independent witnesses: the sample counts as n (1 - rho) / (1 + rho), rho being the residuals' lag-one correlation.
 */
export function fitPath(days: Float64Array, damage: Float64Array, hours: Float64Array): PathPosterior {
  const onsets = candidateOnsets(days);
  const plain = { days, damage, hours, weight: hours };
  const series = { ...plain, weight: huberWeights(plain, bestOf(fitHinges(plain, onsets))) };
  const { flat, hinges } = fitHinges(series, onsets);
  const best = bestOf({ flat, hinges });
  const thinning = effectiveShare(series, best);
  const n = max(2, flat.weight * thinning);
  const noise = max(LEAST_NOISE ** 2, best.rss / max(1, flat.weight - 3 / thinning)) / thinning;
  const growing = weigh(series, { flat, hinges }, n, noise);
  return {
    growing,
    flatShare: 1 - (growing?.share ?? 0),
    flatLevel: flat.base,
    flatLevelVariance: noise / flat.weight,
    flatSpeedVariance: 1 / (1 / FLAT_SPEED ** 2 + spread(series) / noise),
  };
}

function bestOf({ flat, hinges }: Fits): HingeFit {
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

/** (1 - rho) / (1 + rho) of the residuals of consecutive bins; bins weigh by their hours, which thins them alike. */
function effectiveShare({ days, damage }: WeightedSeries, fit: HingeFit): number {
  let cross = 0;
  let square = 0;
  let before = 0;
  for (let k = 0; k < days.length; k++) {
    const residual = damage[k]! - valueAt(fit, days[k]!);
    if (k > 0 && days[k]! - days[k - 1]! < 0.3) {
      cross += residual * before;
      square += residual * residual;
    }
    before = residual;
  }
  const rho = square > 0 ? min(0.9, max(0, cross / square)) : 0;
  return (1 - rho) / (1 + rho);
}

function weigh(series: WeightedSeries, { flat, hinges }: Fits, n: number, noise: number): GrowingPath | null {
  const logs = hinges.map((fit) =>
    fit.slope > 0 ? logEvidence(fit, flat, n, noise) : Number.NEGATIVE_INFINITY,
  );
  const top = max(...logs);
  if (top === Number.NEGATIVE_INFINITY) return null;
  const raw = logs.map((log) => exp(log - top));
  const total = raw.reduce((sum, value) => sum + value, 0);
  const prior = log(PRIOR_GROWING / (1 - PRIOR_GROWING));
  const odds = exp(min(500, prior + top + log(total / hinges.length)));
  const fits = hinges.map((fit, c) => ({ fit, share: raw[c]! / total })).filter(({ share }) => share > 1e-4);
  return { share: odds / (1 + odds), ...moments(fits, noise, series) };
}

/** Laplace's approximation of the logarithm of the Bayes factor of a growing over the flat fit. */
function logEvidence(fit: HingeFit, flat: HingeFit, n: number, noise: number): number {
  const z = log(fit.slope / SPEED_MEDIAN) / SPEED_SPREAD;
  const logPrior = -0.5 * z * z - log(SPEED_SPREAD * fit.slope);
  return 0.5 * n * log(flat.rss / fit.rss) + logPrior + 0.5 * log(noise / fit.sxx);
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
    speedSquare += share * (fit.slope * fit.slope + variance);
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
