import { dayMonth, hourMinute, zoneName } from '../time/calendar';
import { longDuration } from '../time/relative-time';

/** From this age on a forecast is not one of now: a machine that nothing worries about has a new one every six hours. */
export const FORECAST_IS_OLD_MS = 8 * 3_600_000;

/**
 * Says how old the newest of the forecasts is once it is no longer one of now: while history still comes in, or after
 * devices fell silent. Null while there is nothing to say.
 */
export function ageSentence(newestMs: number, nowMs: number): string | null {
  const ageMs = nowMs - newestMs;
  if (ageMs <= FORECAST_IS_OLD_MS) return null;
  const at = `${dayMonth(newestMs)}, ${hourMinute(newestMs)} ${zoneName(newestMs)}`;
  return `As of ${at}, ${longDuration(ageMs)} ago: newer data is still to come in.`;
}
