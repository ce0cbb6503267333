import { DEVICE_PATIENCE_HOURS, type AssetHistory } from './history/asset-history';
import { damageScale } from './degradation-path/condition-series';
import type { ConditionModel } from './forecaster';

/** Every failure mode is forecast at 00, 06, 12 and 18 o'clock UTC. */
export const FORECAST_EVERY_HOURS = 6;
/** One of whose indicators an hour shows this much damage is forecast at the end of that hour, too. */
const CONCERN = 0.25;

/**
 * Hours of the asset that are complete since the last call, oldest first. Depends on event time alone: call it after each
 * recorded hour, and the forecasts are the same however the hours were batched. After a gap only the last day is looked
 * at: a past that nobody watched is not forecast in hindsight.
 */
export function takeCompleteHours(history: AssetHistory): number[] {
  const complete = history.completeHour();
  const from = Math.max(history.forecastHour, history.newestHour - DEVICE_PATIENCE_HOURS - 1) + 1;
  const hours: number[] = [];
  for (let hour = from; hour <= complete; hour++) hours.push(hour);
  history.forecastHour = Math.max(history.forecastHour, complete);
  return hours;
}

/** Whether a failure mode is to be forecast at the end of this hour. A function of that hour's data alone. */
export function forecastDue(condition: ConditionModel, history: AssetHistory, hour: number): boolean {
  if ((hour + 1) % FORECAST_EVERY_HOURS === 0) return true;
  return condition.indicators.some((indicator) => {
    const value = history.hourMean(indicator.signal, hour);
    return !Number.isNaN(value) && damageScale(indicator)(value) >= CONCERN;
  });
}

/** The signals that forecasts of these failure modes are made from; what a history has to keep. */
export function signalsOf(conditions: readonly ConditionModel[]): string[] {
  return [
    ...new Set(conditions.flatMap((c) => c.indicators.flatMap((i) => [i.signal, ...(i.adjustFor ?? [])]))),
  ].sort();
}
