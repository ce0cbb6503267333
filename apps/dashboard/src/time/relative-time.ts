const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Largest unit first: a duration is told in the first unit of which it holds at least `from`. */
const UNITS = [
  { from: 60 * DAY, ms: 30.44 * DAY, short: 'mo', long: 'month' },
  { from: 2 * DAY, ms: DAY, short: 'd', long: 'day' },
  { from: 90 * MINUTE, ms: HOUR, short: 'h', long: 'hour' },
  { from: 90_000, ms: MINUTE, short: 'min', long: 'minute' },
  { from: 0, ms: 1000, short: 's', long: 'second' },
] as const;

function unitFor(ms: number): (typeof UNITS)[number] {
  return UNITS.find((unit) => ms >= unit.from) ?? UNITS[4];
}

/** A duration in one unit, rounded: `45 s`, `12 min`, `3 h`, `9 d`. Negative durations count as zero. */
export function shortDuration(ms: number): string {
  const length = Math.max(0, ms);
  const unit = unitFor(length);
  return `${Math.round(length / unit.ms)} ${unit.short}`;
}

/** The same in words, for sentences: `12 minutes`, `1 day`. */
export function longDuration(ms: number): string {
  const length = Math.max(0, ms);
  const unit = unitFor(length);
  const count = Math.round(length / unit.ms);
  return `${count} ${unit.long}${count === 1 ? '' : 's'}`;
}

/** Where `atMs` lies seen from `nowMs`: `just now` within 5 s, else `12 min ago` or `in 3 d`. */
export function relativeTime(atMs: number, nowMs: number): string {
  const ahead = atMs - nowMs;
  if (Math.abs(ahead) < 5000) return 'just now';
  return ahead > 0 ? `in ${shortDuration(ahead)}` : `${shortDuration(-ahead)} ago`;
}
