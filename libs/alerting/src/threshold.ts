import { assertUnreachable } from '@fettle/kernel';
import type { Comparison } from '@fettle/contracts';

/** True when `value` stands to `threshold` as the comparison says. */
export function holds(value: number, comparison: Comparison, threshold: number): boolean {
  switch (comparison) {
    case '>':
      return value > threshold;
    case '>=':
      return value >= threshold;
    case '<':
      return value < threshold;
    case '<=':
      return value <= threshold;
    default:
      return assertUnreachable(comparison);
  }
}

/** What decides whether an alert fires and when it has recovered. */
export interface ThresholdBand {
  readonly comparison: Comparison;
  readonly threshold: number;
  /** Absent: the threshold itself. */
  readonly recovery?: number | undefined;
}

/**
 * Hysteresis: true once the value is back on the good side of the recovery threshold. A recovery threshold on the bad
 * side of the firing threshold would never let go and never fire; the firing threshold counts then.
 */
export function hasRecovered(value: number, { comparison, threshold, recovery }: ThresholdBand): boolean {
  const rising = comparison === '>' || comparison === '>=';
  const usable = recovery !== undefined && (rising ? recovery <= threshold : recovery >= threshold);
  if (holds(value, comparison, threshold)) return false;
  return !usable || (rising ? value <= recovery : value >= recovery);
}
