import type { ConditionIndicator } from '@fettle/domains';
import type { ForecastDriver } from '@fettle/contracts';
import type { ConditionModel, HistoryView } from '../forecaster';
import { adjustForCovariates } from './covariates';

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
  readonly indicator: ConditionIndicator;
  readonly damage: Float64Array;
  readonly hours: Float64Array;
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
  const last = tracks.map(() => ({ value: Number.NaN, day: Number.NEGATIVE_INFINITY }));
  const shares = new Float64Array(tracks.length);
  const needed = 0.5 * activeWeight(tracks);
  let n = 0;
  for (let k = 0; k < bins; k++) {
    const measured = noteMeasured(tracks, last, k, view.days[k]!);
    if (measured.weight < needed || measured.hours === 0) continue;
    const fused = fuse(tracks, last, view.days[k]!);
    days[n] = view.days[k]!;
    damage[n] = fused.damage;
    hours[n] = measured.hours;
    if (view.days[k]! > -1) addShares(shares, tracks, last, view.days[k]!);
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
  const from = scale === 'log' ? Math.log(healthy) : healthy;
  const factor = 1 / ((scale === 'log' ? Math.log(failed) : failed) - from);
  return (value) => {
    if (scale === 'log' && value <= 0) return LOWEST;
    const raw = ((scale === 'log' ? Math.log(value) : value) - from) * factor;
    return Math.min(HIGHEST, Math.max(LOWEST, raw));
  };
}

function trackOf(indicator: ConditionIndicator, view: HistoryView): Track | undefined {
  const mean = view.mean(indicator.signal);
  const hours = view.hours(indicator.signal);
  if (!mean || !hours) return undefined;
  const damageOf = damageScale(indicator);
  const raw = new Float64Array(mean.length);
  for (let k = 0; k < raw.length; k++) raw[k] = mean[k] === mean[k] ? damageOf(mean[k]!) : Number.NaN;
  const covariates = (indicator.adjustFor ?? []).flatMap((signal) => view.mean(signal) ?? []);
  return { indicator, hours, damage: adjustForCovariates(raw, hours, view.days, covariates) };
}

function activeWeight(tracks: readonly Track[]): number {
  return tracks.reduce(
    (sum, { hours, indicator }) => sum + (hours.some((h) => h > 0) ? indicator.weight : 0),
    0,
  );
}

interface Held {
  value: number;
  day: number;
}

function noteMeasured(
  tracks: readonly Track[],
  last: Held[],
  k: number,
  day: number,
): { weight: number; hours: number } {
  let weight = 0;
  let hours = 0;
  for (let i = 0; i < tracks.length; i++) {
    const value = tracks[i]!.damage[k]!;
    if (Number.isNaN(value)) continue;
    last[i]!.value = value;
    last[i]!.day = day;
    weight += tracks[i]!.indicator.weight;
    hours = Math.max(hours, Math.min(6, tracks[i]!.hours[k]!));
  }
  return { weight, hours };
}

function leadOf(track: Track, value: number): number {
  return track.indicator.weight * Math.exp(LEAD * value);
}

function fuse(tracks: readonly Track[], last: readonly Held[], day: number): { damage: number } {
  let sum = 0;
  let weights = 0;
  for (let i = 0; i < tracks.length; i++) {
    const { value, day: heldDay } = last[i]!;
    if (day - heldDay > FILL_DAYS) continue;
    const weight = leadOf(tracks[i]!, value);
    sum += weight * value;
    weights += weight;
  }
  return { damage: sum / weights };
}

function addShares(shares: Float64Array, tracks: readonly Track[], last: readonly Held[], day: number): void {
  for (let i = 0; i < tracks.length; i++) {
    const { value, day: heldDay } = last[i]!;
    if (day - heldDay <= FILL_DAYS) shares[i]! += leadOf(tracks[i]!, value) * Math.max(0.001, value);
  }
}

function toDrivers(tracks: readonly Track[], shares: Float64Array): ForecastDriver[] {
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (total === 0) return [];
  return tracks
    .map(({ indicator }, i) => ({ signal: indicator.signal, share: shares[i]! / total }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share || (a.signal < b.signal ? -1 : 1));
}
