/** Running totals of something at one moment. */
export interface Totals {
  readonly atMs: number;
  readonly frames: number;
  readonly readings: number;
  readonly rejects: number;
}

export interface Rates {
  readonly framesPerSecond: number;
  readonly readingsPerSecond: number;
  readonly rejectsPerSecond: number;
}

const KEEP_MS = 60_000;
const MIN_SPACING_MS = 1_000;
const MAX_KEYS = 10_000;

/** Rates from totals that are looked at now and then: over the last minute, or as far back as they were looked at. */
export class RateMeter {
  private readonly seen = new Map<string, Totals[]>();

  /** True when there are totals old enough to tell a rate from. */
  hasBase(key: string, nowMs: number): boolean {
    const first = this.seen.get(key)?.find(({ atMs }) => nowMs - atMs <= KEEP_MS);
    return first !== undefined && nowMs - first.atMs >= MIN_SPACING_MS;
  }

  /** Notes the totals. Rates are 0 while there is nothing to compare them with. */
  observe(key: string, now: Totals): Rates {
    const known = (this.seen.get(key) ?? []).filter(({ atMs }) => now.atMs - atMs <= KEEP_MS);
    const [base] = known;
    if (known.length === 0 || now.atMs - known.at(-1)!.atMs >= MIN_SPACING_MS) known.push(now);
    this.seen.delete(key);
    this.seen.set(key, known);
    if (this.seen.size > MAX_KEYS) this.seen.delete(this.seen.keys().next().value!);
    return ratesBetween(base ?? now, now);
  }
}

function ratesBetween(base: Totals, now: Totals): Rates {
  const seconds = (now.atMs - base.atMs) / 1_000;
  const rate = (from: number, to: number): number => (seconds > 0 ? Math.max(0, to - from) / seconds : 0);
  return {
    framesPerSecond: rate(base.frames, now.frames),
    readingsPerSecond: rate(base.readings, now.readings),
    rejectsPerSecond: rate(base.rejects, now.rejects),
  };
}
