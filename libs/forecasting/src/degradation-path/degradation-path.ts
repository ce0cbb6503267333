import type { ConditionModel, Forecaster, HistoryView, Outlook } from '../forecaster';
import { conditionSeries } from './condition-series';
import { FirstPassage, type PathSpread } from './first-passage';
import { fitPath, type PathPosterior } from './path-posterior';
import { presentLifeStart } from './present-life';

/** Hours of measurement in the present life before anything is said. */
export const NEEDED_HOURS = 24;
const DAY_S = 86_400;

/** Calibrated on simulated paths; see DESIGN.md, "How sure". */
const SPREAD: PathSpread = { speed: 0.3, drift: 0.2, level: 0.04, walk: 0.0004 };

/**
 * A fitted degradation path: general path model with random speed (Lu and Meeker 1993, Technometrics 35(2)) on a
 * damage scale that makes exponential growth straight (Gebraeel et al. 2005, IIE Transactions 37(6)), onset by Bayesian
 * model averaging, remaining life as the first passage of the failure threshold.
 */
export const degradationPath: Forecaster = {
  model: 'degradation-path/1',
  forecast: (condition: ConditionModel, history: HistoryView): Outlook => {
    const series = conditionSeries(condition, history);
    const start = presentLifeStart(series);
    const hours = series.hours.subarray(start);
    const measured = hours.reduce((sum, h) => sum + h, 0);
    if (measured < NEEDED_HOURS) {
      return { status: 'insufficient_data', hoursNeeded: Math.ceil(NEEDED_HOURS - measured) };
    }
    const posterior = fitPath(series.days.subarray(start), series.damage.subarray(start), hours);
    const passage = new FirstPassage(posterior, SPREAD);
    return {
      status: 'ready',
      health: healthOf(posterior),
      p1d: passage.within(1),
      p7d: passage.within(7),
      p30d: passage.within(30),
      rul: { p10: seconds(passage, 0.1), p50: seconds(passage, 0.5), p90: seconds(passage, 0.9) },
      drivers: series.drivers,
    };
  },
};

function healthOf({ growing, flatShare, flatLevel }: PathPosterior): number {
  const damage = (growing ? growing.share * growing.level : 0) + flatShare * flatLevel;
  return 1 - Math.min(1, Math.max(0, damage));
}

function seconds(passage: FirstPassage, probability: number): number | null {
  const days = passage.quantile(probability);
  return days === null ? null : Math.round(days * DAY_S);
}
