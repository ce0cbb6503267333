import type { ConditionIndicator } from '@fettle/domains';
import type { ForecastDriver } from '@fettle/contracts';
import type { ConditionModel, HistoryView } from '../forecaster';
import { adjustForCovariates } from './covariates';

const { exp, log, max, min } = Math;
const NOT_MEASURED = Number.NaN;

/** How strongly the worst indicator leads: at 4, one that stands at 1 beside one at 0 counts for 98 %. */
const LEAD = 4;
const LOWEST = -0.5;
const HIGHEST = 3;
/** A sensor that was silent for longer is left out rather than filled with its last value. */
const FILL_DAYS = 1;

/** Damage of one failure mode over time, 0 as new, 1 failed; only bins in which enough was measured. */
export interface ConditionSeries {
  /** Days before now, below 0, rising. */
  readonly days: Float64Array;
  readonly damage: Float64Array;
  /** Hours of measurement in each bin, 1 to 6. */
  readonly hours: Float64Array;
  readonly drivers: readonly ForecastDriver[];
}

interface Track {
  readonly signal: string;
  readonly weight: number;
  readonly damage: Float64Array;
  readonly hours: Float64Array;
  /** What it last said, and on which day. */
  value: number;
  day: number;
}

/**
 * One damage series out of a failure mode's indicators: each on its own scale from healthy to failed, freed of load and
 * ambience, then a mean weighted towards the worst (Boltzmann operator), since a machine fails by its worst sign, while
 * noise of healthy ones should average out.
 */
export function conditionSeries(condition: ConditionModel, view: HistoryView): ConditionSeries {
  const tracks = condition.indicators.flatMap((indicator) => trackOf(indicator, view) ?? []);
  const bins = view.days.length;
  const days = new Float64Array(bins);
  const damage = new Float64Array(bins);
  const hours = new Float64Array(bins);
  const shares = new Float64Array(tracks.length);
  const needed = 0.5 * tracks.reduce((sum, { weight }) => sum + weight, 0);
  let n = 0;
  for (let k = 0; k < bins; k++) {
    const day = view.days[k]!;
    let weight = 0;
    let measured = 0;
    for (let i = 0; i < tracks.length; i++) {
      const track = tracks[i]!;
      const value = track.damage[k]!;
      if (value !== value) continue;
      track.value = value;
      track.day = day;
      weight += track.weight;
      measured = max(measured, track.hours[k]!);
    }
    if (measured === 0 || weight < needed) continue;
    days[n] = day;
    damage[n] = fuse(tracks, day, shares);
    hours[n] = min(6, measured);
    n += 1;
  }
  return {
    days: days.subarray(0, n),
    damage: damage.subarray(0, n),
    hours: hours.subarray(0, n),
    drivers: toDrivers(tracks, shares),
  };
}

/** Damage on the indicator's scale: 0 at `healthy`, 1 at `failed`. A value that cannot be on a log scale counts as lowest. */
export function damageScale({ healthy, failed, scale }: ConditionIndicator): (value: number) => number {
  const from = scale === 'log' ? log(healthy) : healthy;
  const factor = 1 / ((scale === 'log' ? log(failed) : failed) - from);
  return (value) => {
    if (scale === 'log' && value <= 0) return LOWEST;
    const raw = ((scale === 'log' ? log(value) : value) - from) * factor;
    return min(HIGHEST, max(LOWEST, raw));
  };
}

function trackOf(indicator: ConditionIndicator, view: HistoryView): Track | undefined {
  const mean = view.mean(indicator.signal);
  const hours = view.hours(indicator.signal);
  if (!mean || !hours) return undefined;
  const damageOf = damageScale(indicator);
  const raw = new Float64Array(mean.length);
  let measured = 0;
  for (let k = 0; k < raw.length; k++) {
    const value = mean[k]!;
    raw[k] = value === value ? damageOf(value) : NOT_MEASURED;
    measured += hours[k]!;
  }
  if (measured === 0) return undefined;
  const damage = adjustForCovariates(raw, hours, view, indicator.adjustFor ?? []);
  const { signal, weight } = indicator;
  return { signal, weight, damage, hours, value: Number.NaN, day: Number.NEGATIVE_INFINITY };
}

/** The weighted mean of what each track last said; in the last day, adds to its share of the damage. */
function fuse(tracks: readonly Track[], day: number, shares: Float64Array): number {
  let sum = 0;
  let weights = 0;
  for (let i = 0; i < tracks.length; i++) {
    const track = tracks[i]!;
    if (day - track.day > FILL_DAYS) continue;
    const lead = tracks.length === 1 ? 1 : track.weight * exp(LEAD * track.value);
    sum += lead * track.value;
    weights += lead;
    if (day > -1) shares[i]! += lead * max(0.001, track.value);
  }
  return sum / weights;
}

function toDrivers(tracks: readonly Track[], shares: Float64Array): ForecastDriver[] {
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (total === 0) return [];
  return tracks
    .map(({ signal }, i) => ({ signal, share: shares[i]! / total }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share || (a.signal < b.signal ? -1 : 1));
}
