import type { SignalAggregate } from '@fettle/contracts';
import { decimalValue, powerOfTen } from './decimal';
import { ratioToNumber } from './exact-ratio';
import { bigSquares, bigSum, exactSquares, exactSum } from './moments';
import { CELL, EXACT_READINGS, type OpenWindow } from './open-window';
import { addSums, type PlainSums } from './plain-sums';
import { largestInto, selectInPlace } from './selection';
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
  const signalId = cells[0]!.signalId;
  let count = 0;
  let min = Infinity;
  let max = -Infinity;
  let last = -Infinity;
  let lastMs = -Infinity;
  for (let i = 0; i < cells.length; i++) {
    const { slot, exponent } = cells[i]!;
    const at = window.cellAt(slot);
    const row = window.cells;
    count += row[at]!;
    min = Math.min(min, decimalValue(row[at + CELL.MIN]!, exponent));
    max = Math.max(max, decimalValue(row[at + CELL.MAX]!, exponent));
    const value = decimalValue(row[at + CELL.LAST]!, exponent);
    if (row[at + CELL.LAST_MS]! > lastMs || (row[at + CELL.LAST_MS] === lastMs && value > last)) {
      lastMs = row[at + CELL.LAST_MS]!;
      last = value;
    }
  }
  if (count === 1) return single(signalId, last);
  const { mean, stddev } = moments(window, cells, count);
  const { p50, p95, p99 } = quantiles(window, cells, count, min, max);
  return { signalId, count, min, max, mean, last, stddev, p50, p95, p99 };
}

/** The aggregates of one reading alone. */
export function single(signalId: number, value: number): SignalAggregate {
  return {
    signalId,
    count: 1,
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

function moments(window: OpenWindow, cells: readonly NumberedSlot[], count: number): Moments {
  const fast = cells.length === 1 ? doubleMoments(window, cells[0]!, count) : undefined;
  return fast ?? bigMoments(window, cells, count);
}

interface Moments {
  readonly mean: number;
  readonly stddev: number;
}

/** One division of exact integers each, where everything fits in doubles: then it rounds as the rational does. */
function doubleMoments(
  window: OpenWindow,
  { slot, exponent, plain }: NumberedSlot,
  count: number,
): Moments | undefined {
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

function bigMoments(window: OpenWindow, cells: readonly NumberedSlot[], count: number): Moments {
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
export function momentsOf(sum: bigint, squares: bigint, count: bigint, scale: bigint): Moments {
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
  const ranks = [nearestRank(50, count), nearestRank(95, count), nearestRank(99, count)] as const;
  if (count <= EXACT_READINGS) return exactQuantiles(window, cells, count, ranks);
  const sketch = wholeSketch(window, cells);
  const clamped = (rank: number): number => Math.min(max, Math.max(min, sketch.valueAtRank(rank)));
  return { p50: clamped(ranks[0]), p95: clamped(ranks[1]), p99: clamped(ranks[2]) };
}

const scratch = new Float64Array(EXACT_READINGS);
const largest = new Float64Array(EXACT_READINGS);

function exactQuantiles(
  window: OpenWindow,
  cells: readonly NumberedSlot[],
  count: number,
  ranks: readonly [number, number, number],
): Quantiles {
  // One scale: the order of mantissas is that of values, and the order within a list means nothing.
  const one = cells.length === 1 ? cells[0]! : undefined;
  const values = one ? window.lists[one.slot]! : gather(window, cells);
  const exponent = one ? one.exponent : 0;
  // The upper two are among the four largest of at most 64.
  const fromTop = count - ranks[1];
  largestInto(values, count, fromTop + 1, largest);
  return {
    p50: decimalValue(selectInPlace(values, 0, count, ranks[0] - 1), exponent),
    p95: decimalValue(largest[fromTop]!, exponent),
    p99: decimalValue(largest[count - ranks[2]]!, exponent),
  };
}

function gather(window: OpenWindow, cells: readonly NumberedSlot[]): Float64Array {
  let n = 0;
  for (const { slot, exponent } of cells) {
    const list = window.lists[slot]!;
    for (let i = 0, own = window.count(slot); i < own; i++) scratch[n++] = decimalValue(list[i]!, exponent);
  }
  return scratch;
}

function wholeSketch(window: OpenWindow, cells: readonly NumberedSlot[]): Sketch {
  const own = window.sketches[cells[0]!.slot];
  if (cells.length === 1 && own) return own;
  const all = new Sketch();
  for (const { slot, exponent } of cells) {
    const sketch = window.sketches[slot];
    if (sketch) all.merge(sketch);
    else all.addAll(window.lists[slot]!, window.count(slot), exponent);
  }
  return all;
}
