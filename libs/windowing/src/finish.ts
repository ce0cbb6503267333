import type { SignalAggregate } from '@fettle/contracts';
import { decimalValue, powerOfTen } from './decimal';
import { ratioToNumber } from './exact-ratio';
import { bigSquares, bigSum, exactSquares, exactSum } from './moments';
import { CELL, EXACT_READINGS, type OpenWindow } from './open-window';
import { addSums, type PlainSums } from './plain-sums';
import { Sketch } from './sketch';

/** A signal at one scale, as a device has it. */
export interface Slot {
  readonly signalId: number;
  readonly exponent: number;
  /** True for doubles without a scale of their own. */
  readonly plain: boolean;
}

/** A slot and its number: where its cell lies in the windows of the device. */
export interface NumberedSlot extends Slot {
  readonly slot: number;
}

/** The 1-based nearest rank of a percentile among `count` values. */
export function nearestRank(percent: number, count: number): number {
  return Math.ceil((count * percent) / 100);
}

/**
 * The aggregates of one signal, from its cells (one for each scale it came in, at least one, none empty): a function
 * of the multiset of readings alone. Mean and variance are the exact rational rounded once; `stddev` is the square root
 * of that variance.
 */
export function finishSignal(window: OpenWindow, cells: readonly NumberedSlot[]): SignalAggregate {
  const only = cells[0]!;
  const signalId = only.signalId;
  const count = cells.reduce((sum, { slot }) => sum + window.count(slot), 0);
  const read = (slot: NumberedSlot, field: number): number =>
    decimalValue(window.cells[window.cellAt(slot.slot) + field]!, slot.exponent);
  if (count === 1) {
    const value = read(only, CELL.LAST);
    return {
      signalId,
      count,
      min: value,
      max: value,
      mean: value,
      last: value,
      stddev: 0,
      p50: value,
      p95: value,
      p99: value,
    };
  }
  let [min, max, last, lastMs] = [Infinity, -Infinity, -Infinity, -Infinity];
  for (const slot of cells) {
    min = Math.min(min, read(slot, CELL.MIN));
    max = Math.max(max, read(slot, CELL.MAX));
    const at = window.cells[window.cellAt(slot.slot) + CELL.LAST_MS]!;
    const value = read(slot, CELL.LAST);
    if (at > lastMs || (at === lastMs && value > last)) [lastMs, last] = [at, value];
  }
  return {
    signalId,
    count,
    min,
    max,
    last,
    ...moments(window, cells, count),
    ...quantiles(window, cells, count, min, max),
  };
}

function moments(
  window: OpenWindow,
  cells: readonly NumberedSlot[],
  count: number,
): { mean: number; stddev: number } {
  const fast = cells.length === 1 ? doubleMoments(window, cells[0]!, count) : undefined;
  return fast ?? bigMoments(window, cells, count);
}

/** One division of exact integers each, where everything fits in doubles: then it rounds as the rational does. */
function doubleMoments(
  window: OpenWindow,
  { slot, exponent, plain }: NumberedSlot,
  count: number,
): { mean: number; stddev: number } | undefined {
  if (plain || exponent > 0 || exponent < -11) return undefined;
  const at = window.cellAt(slot) + CELL.MOMENTS;
  const sum = exactSum(window.cells, at);
  const squares = exactSquares(window.cells, at);
  const unit = powerOfTen(-exponent);
  const divisor = count * unit;
  const spread = count * squares;
  const sumSquared = sum * sum;
  const exact =
    spread <= Number.MAX_SAFE_INTEGER &&
    sumSquared <= Number.MAX_SAFE_INTEGER &&
    divisor * divisor <= Number.MAX_SAFE_INTEGER;
  if (!exact) return undefined;
  return { mean: sum / divisor, stddev: Math.sqrt((spread - sumSquared) / (divisor * divisor)) };
}

function bigMoments(
  window: OpenWindow,
  cells: readonly NumberedSlot[],
  count: number,
): { mean: number; stddev: number } {
  const { exponent, sum, squares } = cells.map((cell) => sumsOf(window, cell)).reduce(addSums);
  const lowest = Math.min(exponent, 0);
  const unit = 10n ** BigInt(exponent - lowest);
  return momentsOf(sum * unit, squares * unit * unit, BigInt(count), 10n ** BigInt(-lowest));
}

function sumsOf(window: OpenWindow, { slot, exponent, plain }: NumberedSlot): PlainSums {
  if (plain) return window.plainSums[slot]!;
  const at = window.cellAt(slot) + CELL.MOMENTS;
  return { exponent, sum: bigSum(window.cells, at), squares: bigSquares(window.cells, at) };
}

/** Mean and population standard deviation from exact sums of value × scale and its square. */
export function momentsOf(
  sum: bigint,
  squares: bigint,
  count: bigint,
  scale: bigint,
): { mean: number; stddev: number } {
  const divisor = count * scale;
  return {
    mean: ratioToNumber(sum, divisor),
    stddev: Math.sqrt(ratioToNumber(count * squares - sum * sum, divisor * divisor)),
  };
}

interface Quantiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

function quantiles(
  window: OpenWindow,
  cells: readonly NumberedSlot[],
  count: number,
  min: number,
  max: number,
): Quantiles {
  const at = count <= EXACT_READINGS ? exactRanks(window, cells) : sketchRanks(window, cells);
  const clamped = (percent: number): number => Math.min(max, Math.max(min, at(nearestRank(percent, count))));
  return { p50: clamped(50), p95: clamped(95), p99: clamped(99) };
}

const scratch = new Float64Array(EXACT_READINGS);

function exactRanks(window: OpenWindow, cells: readonly NumberedSlot[]): (rank: number) => number {
  let n = 0;
  for (const { slot, exponent } of cells) {
    for (const mantissa of window.lists[slot]!) scratch[n++] = decimalValue(mantissa, exponent);
  }
  const sorted = scratch.subarray(0, n).sort();
  return (rank) => sorted[rank - 1]!;
}

function sketchRanks(window: OpenWindow, cells: readonly NumberedSlot[]): (rank: number) => number {
  let all = new Sketch();
  for (const { slot, exponent } of cells) {
    const list = window.lists[slot] ?? [];
    all = all.merged(window.sketches[slot] ?? new Sketch().withMantissas(list, list.length, exponent));
  }
  return (rank) => all.valueAtRank(rank);
}
