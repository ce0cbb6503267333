import type { Fits, HingeFit, StepFit } from './hinge-fit';
import { normalCdf } from './normal';

const { exp, log, max, min, PI, sqrt } = Math;

/** Before any data: one component in ten begins to degrade, and as many change their level and stay there. */
const PRIOR_CHANGE = 0.1;
/**
 * Standard deviation of the level of parts that do not degrade, from one part to the other and from before a change to
 * after it: another duty, another place of the sensor, a new neighbour.
 */
const LEVEL_SPREAD = 0.2;
/** Mean speeds that occur, as a log-normal: a part takes about three weeks from onset to failure, sometimes days or months. */
const SPEED_MEDIAN = 1 / 20;
const SPEED_SPREAD = 1;
const LEAST_DENSITY = 1e-9;

/** How likely a change is against none, and each candidate's share of that; shares sum to 1. */
export interface Odds {
  readonly odds: number;
  readonly shares: readonly number[];
}

interface Sample {
  /** Independent hours that the series is worth. */
  readonly n: number;
  /** Variance of one hour's damage. */
  readonly noise: number;
}

/** What is known of the time before the series begins. */
interface Record extends Sample {
  readonly recordDays: number;
  readonly firstSeenNew: boolean;
}

/**
 * Odds of growth since any of the onsets against a part that stands where it is, by Laplace's approximation (Raftery
 * 1995). The last onset is the first day of the series and stands for all before it: a part that nobody saw new may have
 * worn to any level, and the shorter the series is, the likelier it was not yet over then.
 */
export function oddsOfGrowth({ flat, hinges }: Fits, { n, noise, recordDays, firstSeenNew }: Record): Odds {
  const last = hinges.length - 1;
  const wornBefore = firstSeenNew ? 0 : exp(-recordDays * SPEED_MEDIAN);
  const logs = hinges.map((fit, c) => {
    if (!(fit.slope > 0)) return Number.NEGATIVE_INFINITY;
    const z = log(fit.slope / SPEED_MEDIAN) / SPEED_SPREAD;
    const logPrior = -0.5 * z * z - log(SPEED_SPREAD * fit.slope);
    const isWorn = c === last && !firstSeenNew;
    const level = isWorn ? logWornLevel(fit.base) : logSoundLevel(fit.base);
    const onset = 1 / hinges.length + (c === last ? wornBefore : 0);
    return log(onset) + logPrior + level + logLikelihood(fit, flat, n, noise);
  });
  return against(flat, logs);
}

/** Odds of another level since any of the onsets against a part that stands where it is. */
export function oddsOfSteps({ flat, steps }: Fits, { n, noise }: Sample): Odds {
  const logs = steps.map((fit) => {
    if (!(fit.sxx > 0)) return Number.NEGATIVE_INFINITY;
    const logPrior = -0.5 * (fit.rise / LEVEL_SPREAD) ** 2 - log(LEVEL_SPREAD * steps.length);
    return logPrior + logSoundLevel(fit.level - fit.rise) + logLikelihood(fit, flat, n, noise);
  });
  return against(flat, logs);
}

function against(flat: HingeFit, logs: readonly number[]): Odds {
  const top = max(...logs);
  if (top === Number.NEGATIVE_INFINITY) return { odds: 0, shares: logs.map(() => 0) };
  const raw = logs.map((value) => exp(value - top));
  const sum = raw.reduce((a, b) => a + b, 0);
  const prior = log(PRIOR_CHANGE / (1 - PRIOR_CHANGE));
  const odds = exp(min(500, prior + top + log(sum) - logSoundLevel(flat.base)));
  return { odds, shares: raw.map((value) => value / sum) };
}

/** Logarithm of a fit's likelihood against the flat one's, times the width of what it leaves open of its slope or rise. */
function logLikelihood(fit: HingeFit | StepFit, flat: HingeFit, n: number, noise: number): number {
  return 0.5 * n * log(flat.rss / fit.rss) + 0.5 * log(noise / fit.sxx);
}

/** Logarithm of the density of a level at which a part without damage stands. */
function logSoundLevel(level: number): number {
  return -0.5 * (level / LEVEL_SPREAD) ** 2 - log(LEVEL_SPREAD * sqrt(2 * PI));
}

/** The same of a part that wore already when it was first seen: anywhere between new and failed. */
function logWornLevel(level: number): number {
  const density = normalCdf(level / LEVEL_SPREAD) - normalCdf((level - 1) / LEVEL_SPREAD);
  return log(max(LEAST_DENSITY, density));
}
