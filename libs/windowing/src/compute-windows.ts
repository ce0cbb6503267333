import type { SignalAggregate } from '@fettle/contracts';
import { shortestDecimal } from './decimal';
import type { ClosedWindow } from './device-windows';
import { momentsOf, nearestRank } from './finish';
import { EXACT_READINGS } from './open-window';
import { bucketOf, bucketValue } from './quantile-buckets';
import { WINDOW_SIZES, windowStart } from './window-sizes';

/** One value of a signal at one event time. */
export interface Reading {
  readonly signalId: number;
  readonly atMs: number;
  readonly value: number;
}

/**
 * The offline definition of a device's windows: groups, sorts and sums as the words say, with whole decimals. The engine
 * must give the same, bit for bit, whatever it went through; crash tests compare with this.
 * Every window that a reading falls into, shortest size first, oldest first. Values of up to 15 significant digits.
 */
export function computeWindows(
  readings: readonly Reading[],
  sizesMs: readonly number[] = WINDOW_SIZES,
): ClosedWindow[] {
  return sizesMs.flatMap((sizeMs) =>
    [...groupBy(readings, ({ atMs }) => windowStart(atMs, sizeMs))]
      .sort(([a], [b]) => a - b)
      .map(([startMs, within]) => ({
        sizeMs,
        startMs,
        signals: [...groupBy(within, ({ signalId }) => signalId)]
          .sort(([a], [b]) => a - b)
          .map(([signalId, group]) => aggregate(signalId, group)),
      })),
  );
}

function aggregate(signalId: number, readings: readonly Reading[]): SignalAggregate {
  const count = readings.length;
  // Zero has no sign here: adding 0 takes it away.
  const values = readings.map(({ value }) => value + 0).sort((a, b) => a - b);
  const [min, max] = [values[0]!, values[count - 1]!];
  const newest = [...readings].sort((a, b) => b.atMs - a.atMs || b.value - a.value)[0]!;
  const quantile = (percent: number): number => {
    const exact = values[nearestRank(percent, count) - 1]!;
    return count <= EXACT_READINGS ? exact : Math.min(max, Math.max(min, bucketValue(bucketOf(exact))));
  };
  return {
    signalId,
    count,
    min,
    max,
    last: newest.value + 0,
    ...exactMoments(values),
    p50: quantile(50),
    p95: quantile(95),
    p99: quantile(99),
  };
}

function exactMoments(values: readonly number[]): { mean: number; stddev: number } {
  const decimals = values.map(shortestDecimal);
  const lowest = decimals.reduce((least, { exponent }) => Math.min(least, exponent), 0);
  const scaled = decimals.map(({ mantissa, exponent }) => mantissa * 10n ** BigInt(exponent - lowest));
  const sum = scaled.reduce((total, value) => total + value, 0n);
  const squares = scaled.reduce((total, value) => total + value * value, 0n);
  return momentsOf(sum, squares, BigInt(values.length), 10n ** BigInt(-lowest));
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
