import type { ConditionSeries } from './condition-series';

const { max } = Math;

/** Damage must fall by this much and by half for a part to count as renewed. */
const MIN_DROP = 0.3;
const BEFORE_HOURS = 12;
const AFTER_HOURS = 6;
/** A machine that looked renewed but was merely idle shows its old damage again within this time. */
const RELAPSE_DAYS = 3;

/**
 * Index at which the part's present life begins: the last time its damage fell for good, as it does when a part is
 * exchanged; 0 when it never did.
 */
export function presentLifeStart({ days, damage, hours }: Omit<ConditionSeries, 'drivers'>): number {
  const cumulated = new Float64Array(days.length + 1);
  const weight = new Float64Array(days.length + 1);
  let highest = 0;
  for (let k = 0; k < days.length; k++) {
    cumulated[k + 1] = cumulated[k]! + damage[k]! * hours[k]!;
    weight[k + 1] = weight[k]! + hours[k]!;
    highest = max(highest, damage[k]!);
  }
  if (highest < MIN_DROP) return 0;
  const level = (from: number, to: number): number =>
    (cumulated[to]! - cumulated[from]!) / (weight[to]! - weight[from]!);
  for (let k = days.length - 1; k > 0; k--) {
    if (damage[k - 1]! - damage[k]! < 0.5 * MIN_DROP) continue;
    const from = reach(weight, k, -BEFORE_HOURS);
    const to = reach(weight, k, AFTER_HOURS);
    if (weight[k]! - weight[from]! < 4 || weight[to]! - weight[k]! < 4) continue;
    const before = level(from, k);
    const after = level(k, to);
    if (before - after < MIN_DROP || after > 0.5 * before) continue;
    if (!relapses(days, k, to, (a, b) => level(a, b) > before - 0.5 * (before - after))) return k;
  }
  return 0;
}

/** The index so many hours of measurement away from `k`, or the end. */
function reach(weight: Float64Array, k: number, hours: number): number {
  let index = k;
  if (hours < 0) while (index > 0 && weight[k]! - weight[index]! < -hours) index -= 1;
  else while (index < weight.length - 1 && weight[index]! - weight[k]! < hours) index += 1;
  return index;
}

function relapses(
  days: Float64Array,
  start: number,
  from: number,
  isHigh: (from: number, to: number) => boolean,
): boolean {
  for (let k = from; k + 4 <= days.length && days[k]! < days[start]! + RELAPSE_DAYS; k++) {
    if (isHigh(k, k + 4)) return true;
  }
  return false;
}
