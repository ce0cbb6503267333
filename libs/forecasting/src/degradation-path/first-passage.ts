import type { GrowingPath, PathPosterior } from './path-posterior';
import { NORMAL_NODES, normalCdf } from './normal';

const { exp, log, min, sqrt } = Math;

/** How differently parts go on from the same path. */
export interface PathSpread {
  /** Standard deviation of the logarithm of future over fitted speed. */
  readonly speed: number;
  /** Mean of that logarithm. */
  readonly drift: number;
  /** Standard deviation of the level: what a path of our shapes cannot follow. */
  readonly level: number;
  /** Variance of a random walk about the path, per day. */
  readonly walk: number;
}

/** Nothing is said about a life longer than this. */
export const HORIZON_DAYS = 365;

/**
 * Distribution of the days until damage reaches 1: for a part that degrades, its path goes on with a speed that is
 * log-normal (the random coefficient of the general path model, Lu and Meeker 1993) and a random walk about it; for one
 * that does not, a driftless walk with a hidden speed (reflection principle). Mixed by their probabilities.
 */
export class FirstPassage {
  private readonly speeds: readonly number[];

  constructor(
    private readonly posterior: PathPosterior,
    private readonly spread: PathSpread,
  ) {
    this.speeds = posterior.growing ? speedsOf(posterior.growing, spread) : [];
  }

  /** Probability that damage reaches 1 within so many days; does not fall as days rise. */
  within(days: number): number {
    const { flatShare, growing } = this.posterior;
    const flat = flatShare > 0 ? flatShare * this.flatWithin(days) : 0;
    const grown = growing ? growing.share * this.growingWithin(growing, days) : 0;
    return min(1, flat + grown);
  }

  /** Days by which failure has come with this probability; null beyond the horizon. */
  quantile(probability: number): number | null {
    if (this.within(0) >= probability) return 0;
    let low = 0;
    let high = 1 / 24;
    while (this.within(high) < probability) {
      if (high >= HORIZON_DAYS) return null;
      low = high;
      high = min(HORIZON_DAYS, high * 2);
    }
    for (let i = 0; i < 12; i++) {
      const middle = 0.5 * (low + high);
      if (this.within(middle) < probability) low = middle;
      else high = middle;
    }
    return high;
  }

  private growingWithin({ level, levelVariance }: GrowingPath, days: number): number {
    const deviation = sqrt(levelVariance + this.spread.level ** 2 + this.spread.walk * days);
    let sum = 0;
    for (const speed of this.speeds) sum += normalCdf((speed * days - (1 - level)) / deviation);
    return sum / this.speeds.length;
  }

  private flatWithin(days: number): number {
    const { flatLevel, flatLevelVariance, flatSpeedVariance } = this.posterior;
    const { level, walk } = this.spread;
    const variance = flatLevelVariance + level ** 2 + walk * days + flatSpeedVariance * days * days;
    return min(1, 2 * normalCdf((flatLevel - 1) / sqrt(variance)));
  }
}

function speedsOf(path: GrowingPath, spread: PathSpread): number[] {
  const own = log(1 + path.speedVariance / path.speed ** 2);
  const median = path.speed * exp(spread.drift - 0.5 * own);
  const deviation = sqrt(own + spread.speed ** 2);
  return NORMAL_NODES.map((z) => median * exp(deviation * z));
}
