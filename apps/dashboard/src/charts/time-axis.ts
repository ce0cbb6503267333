const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const STEPS = [HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY];

/** Local midnight (or the local hour) at or before a moment. */
function alignedStart(fromMs: number, step: number): number {
  const start = new Date(fromMs);
  if (step >= DAY) start.setHours(0, 0, 0, 0);
  else start.setMinutes(0, 0, 0);
  return start.getTime();
}

/** At most `most` evenly spaced moments within [from, to] that fall on whole local days or hours, rising. */
export function timeTicks(fromMs: number, toMs: number, most: number): number[] {
  const span = toMs - fromMs;
  const step = STEPS.find((candidate) => span / candidate <= most) ?? span / most;
  const ticks: number[] = [];
  for (let t = alignedStart(fromMs, step) + step; t <= toMs; t += step) ticks.push(t);
  return ticks;
}
