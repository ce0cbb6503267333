import type { RunToFailureExperience } from '@fettle/domains';
import { MISFIT, type GrowingPath, type PathPosterior } from './path-posterior';
import { NORMAL_NODES, normalCdf } from './normal';

const { exp, log, max, min, sqrt } = Math;

/** Nothing is said about a life longer than this: twice what a history remembers. */
export const HORIZON_DAYS = 120;

/** Variance of a random walk about the path, per day. */
const WALK = 0.0004;

type Population = Omit<RunToFailureExperience, 'source'>;

/**
 * Distribution of the days until damage reaches 1: for a part that degrades, its path goes on with a speed that is
 * log-normal (the random coefficient of the general path model, Lu and Meeker 1993), a random walk about it, and an
 * uncertain threshold; for one that does not, what such parts are known to live, or else a driftless walk with a hidden
 * speed (reflection principle). Mixed by their probabilities.
 */
export class FirstPassage {
  private readonly speeds: readonly number[];

  constructor(
    private readonly posterior: PathPosterior,
    private readonly population: Population,
  ) {
    this.speeds = posterior.growing ? speedsOf(posterior.growing, population) : [];
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
    const { thresholdSpread } = this.population;
    const deviation = sqrt(levelVariance + MISFIT ** 2 + thresholdSpread ** 2 + WALK * days);
    let sum = 0;
    for (const speed of this.speeds) sum += normalCdf((speed * days - (1 - level)) / deviation);
    return sum / this.speeds.length;
  }

  private flatWithin(days: number): number {
    const { flatLevel, flatLevelVariance, flatSpeedVariance } = this.posterior;
    // No uncertainty of the threshold here: a part that stands still at a level has shown that it bears it.
    const variance = flatLevelVariance + MISFIT ** 2 + WALK * days + flatSpeedVariance * days * days;
    const worn = min(1, 2 * normalCdf((flatLevel - 1) / sqrt(variance)));
    return max(worn, this.quietWithin(days));
  }

  private quietWithin(days: number): number {
    const { quietLife } = this.population;
    if (!quietLife || days <= 0) return 0;
    return normalCdf(log(days / quietLife.medianDays) / quietLife.spread);
  }
}

/** The further the threshold, the more the speed gains on its way, and the less is known of it. */
function speedsOf(path: GrowingPath, { gain, gainSpread }: Population): number[] {
  const own = log(1 + path.speedVariance / path.speed ** 2);
  const ahead = max(0, 1 - path.level);
  const median = path.speed * exp(gain[0] + gain[1] * ahead - 0.5 * own);
  const deviation = sqrt(own + gainSpread[0] ** 2 + (gainSpread[1] * ahead) ** 2);
  return NORMAL_NODES.map((z) => median * exp(deviation * z));
}
