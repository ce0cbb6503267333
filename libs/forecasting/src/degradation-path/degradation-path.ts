import type { ConditionModel, Forecaster, HistoryView, Outlook } from '../forecaster';
import { conditionSeries, type ConditionSeries } from './condition-series';
import { FirstPassage } from './first-passage';
import { fitPath, type PathPosterior } from './path-posterior';
import { presentLifeStart } from './present-life';

/** Hours of measurement in the present life before anything is said. */
export const NEEDED_HOURS = 24;
const DAY_S = 86_400;

/**
 * Of failure modes without experience of their own: the parts that degrade in 40 simulated machines of five types, seeds
 * 11 to 18, whose thresholds are exact. Printed by tests/bench/forecasting/experience.e2e-spec.ts.
 */
const SIMULATED = { gain: [0.075, 0.2375], gainSpread: [0.161, 0.219], thresholdSpread: 0 } as const;

/**
 * A fitted degradation path: general path model with random speed (Lu and Meeker 1993, Technometrics 35(2)) on a
 * damage scale that makes exponential growth straight (Gebraeel et al. 2005, IIE Transactions 37(6)), onset, even before
 * the first reading, by Bayesian model averaging, remaining life as the first passage of the failure threshold.
 */
export const degradationPath: Forecaster = {
  model: 'degradation-path/3',
  forecast: (condition: ConditionModel, history: HistoryView): Outlook => {
    const { posterior, drivers, hoursNeeded } = readPath(condition, history);
    if (!posterior) return { status: 'insufficient_data', hoursNeeded };
    const passage = new FirstPassage(posterior, condition.experience ?? SIMULATED);
    return {
      status: 'ready',
      health: healthOf(posterior),
      p1d: passage.within(1),
      p7d: passage.within(7),
      p30d: passage.within(30),
      rul: { p10: seconds(passage, 0.1), p50: seconds(passage, 0.5), p90: seconds(passage, 0.9) },
      drivers,
    };
  },
};

/** What is known of the present life's path; no posterior while hours are missing. */
export function readPath(
  condition: ConditionModel,
  history: HistoryView,
): {
  readonly posterior: PathPosterior | null;
  readonly drivers: ConditionSeries['drivers'];
  readonly hoursNeeded: number;
} {
  const series = conditionSeries(condition, history);
  const start = presentLifeStart(series);
  const hours = series.hours.subarray(start);
  const measured = hours.reduce((sum, h) => sum + h, 0);
  const hoursNeeded = Math.max(0, Math.ceil(NEEDED_HOURS - measured));
  const posterior =
    measured < NEEDED_HOURS
      ? null
      : fitPath(
          { days: series.days.subarray(start), damage: series.damage.subarray(start), hours },
          start > 0,
        );
  return { posterior, drivers: series.drivers, hoursNeeded };
}

function healthOf({ growing, flatShare, flatLevel }: PathPosterior): number {
  const damage = (growing ? growing.share * growing.level : 0) + flatShare * flatLevel;
  return 1 - Math.min(1, Math.max(0, damage));
}

function seconds(passage: FirstPassage, probability: number): number | null {
  const days = passage.quantile(probability);
  return days === null ? null : Math.round(days * DAY_S);
}
