import type { LifeQuantiles } from './failure-density';

/** One moment of the fan: health lies between `low` and `high` with a chance of 80 %; `median` null when unknown or past. */
export interface FanPoint {
  readonly t: number;
  readonly low: number;
  readonly high: number;
  readonly median: number | null;
}

/** Health after `seconds` on a straight path from `health` to 0 at `end`; an end beyond the horizon is no decline. */
function pathHealth(health: number, seconds: number, end: number | null): number {
  if (end === null) return health;
  if (end <= 0) return 0;
  return Math.max(0, health * (1 - seconds / end));
}

/**
 * The forecast as a fan from `health` at `atMs` to `untilMs`: `steps` + 1 moments, plus the moments of p10, p50 and p90,
 * rising. Between now and the predicted failure times health is drawn falling straight, since the forecast only says
 * when it ends. Empty when the forecast says no time at all.
 */
export function forecastFan(
  health: number,
  life: LifeQuantiles,
  atMs: number,
  untilMs: number,
  steps = 60,
): FanPoint[] {
  if (life.p10 === null && life.p50 === null && life.p90 === null) return [];
  const ends = [life.p10, life.p50, life.p90].flatMap((s) => (s === null ? [] : [atMs + s * 1000]));
  const grid = Array.from({ length: steps + 1 }, (_, step) => atMs + ((untilMs - atMs) * step) / steps);
  const times = [...new Set([...grid, ...ends])]
    .filter((t) => t >= atMs && t <= untilMs)
    .sort((a, b) => a - b);
  return times.map((t) => {
    const seconds = (t - atMs) / 1000;
    return {
      t,
      low: pathHealth(health, seconds, life.p10),
      high: pathHealth(health, seconds, life.p90),
      median: life.p50 === null || seconds > life.p50 ? null : pathHealth(health, seconds, life.p50),
    };
  });
}

/** How far into the future a chart of a forecast reaches, ms from `atMs`: past p90 where it is near, within 7 to 60 days. */
export function fanHorizonMs(life: LifeQuantiles): number {
  const day = 86_400_000;
  const last = life.p90 ?? life.p50 ?? life.p10;
  const wanted = last === null ? 14 * day : last * 1000 * 1.1;
  return Math.min(Math.max(wanted, 7 * day), 60 * day);
}
