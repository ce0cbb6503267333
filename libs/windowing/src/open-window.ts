import { addLarge, addMoments, addSmallRun, MAX_RUN, MOMENT_DOUBLES, SMALL_MANTISSA } from './moments';
import { addPlain, addSums, NO_SUMS, type PlainSums } from './plain-sums';
import type { ScaledColumn } from './scaled-column';
import { Sketch } from './sketch';

/** Up to this many readings of a signal, a window keeps them all and its quantiles are exact. */
export const EXACT_READINGS = 64;

/** What a cell holds, in doubles. Values are mantissas at the cell's own exponent. */
export const CELL = { COUNT: 0, MIN: 1, MAX: 2, LAST_MS: 3, LAST: 4, MOMENTS: 5 } as const;
const STRIDE = CELL.MOMENTS + MOMENT_DOUBLES;

/** Consecutive samples of a column that fall into one window. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/**
 * What one device's signals have been so far in one window: a row of doubles for all cells (a cell is a signal at one
 * scale, addressed by slot), and beside it the readings themselves while they are few, a sketch once they are many.
 */
export class OpenWindow {
  cells: Float64Array;
  readonly lists: (number[] | undefined)[] = [];
  readonly sketches: (Sketch | undefined)[] = [];
  /** Exact sums of the cells whose numbers have no scale; the others' are in their rows. */
  readonly plainSums: (PlainSums | undefined)[] = [];

  constructor(
    readonly startMs: number,
    slots: number,
  ) {
    this.cells = new Float64Array(slots * STRIDE);
  }

  count(slot: number): number {
    return this.cells[slot * STRIDE] ?? 0;
  }

  /** Event time of the newest reading of a cell that is not empty. */
  lastMs(slot: number): number {
    return this.cells[slot * STRIDE + CELL.LAST_MS]!;
  }

  /** Mantissa of the newest reading of a cell that is not empty; of several at one time the largest. */
  last(slot: number): number {
    return this.cells[slot * STRIDE + CELL.LAST]!;
  }

  get slots(): number {
    return this.cells.length / STRIDE;
  }

  /** Where a slot's cell begins in `cells`; makes room for it first. */
  cellAt(slot: number): number {
    const at = slot * STRIDE;
    if (at >= this.cells.length) {
      const larger = new Float64Array((slot + 4) * STRIDE);
      larger.set(this.cells);
      this.cells = larger;
    }
    return at;
  }

  /** Counts the readings of a run. Returns how many there were. */
  addRun(slot: number, column: ScaledColumn, times: Float64Array, run: Run): number {
    let added = 0;
    for (let from = run.from; from < run.to; from += MAX_RUN) {
      added += this.addShortRun(slot, column, times, { from, to: Math.min(run.to, from + MAX_RUN) });
    }
    return added;
  }

  private addShortRun(slot: number, column: ScaledColumn, times: Float64Array, { from, to }: Run): number {
    const { mantissas } = column;
    const list = (this.lists[slot] ??= []);
    let count = 0;
    let sum = 0;
    let squares = 0;
    let min = Infinity;
    let max = -Infinity;
    let lastMs = -Infinity;
    let last = -Infinity;
    for (let i = from; i < to; i++) {
      // Minus zero would make minima depend on the order.
      const mantissa = mantissas[i]! + 0;
      if (mantissa - mantissa !== 0) continue;
      const at = times[i]!;
      count++;
      sum += mantissa;
      squares += mantissa * mantissa;
      if (mantissa < min) min = mantissa;
      if (mantissa > max) max = mantissa;
      if (at > lastMs || (at === lastMs && mantissa > last)) {
        lastMs = at;
        last = mantissa;
      }
      list.push(mantissa);
    }
    if (count === 0) return 0;
    const at = this.cellAt(slot);
    if (column.plain) {
      for (let i = list.length - count; i < list.length; i++) this.addPlain(slot, list[i]!);
    } else if (min >= -SMALL_MANTISSA && max <= SMALL_MANTISSA) {
      addSmallRun(this.cells, at + CELL.MOMENTS, sum, squares);
    } else {
      for (let i = list.length - count; i < list.length; i++)
        addLarge(this.cells, at + CELL.MOMENTS, list[i]!);
    }
    this.fold(at, count, min, max);
    this.foldLast(at, lastMs, last);
    if (list.length > EXACT_READINGS || this.sketches[slot]) this.spill(slot, column.exponent);
    return count;
  }

  /** Adds everything of a cell of another window of the same device. */
  mergeCell(slot: number, exponent: number, source: OpenWindow): void {
    const from = slot * STRIDE;
    const at = this.cellAt(slot);
    const other = source.cells;
    addMoments(this.cells, at + CELL.MOMENTS, other, from + CELL.MOMENTS);
    this.fold(at, other[from]!, other[from + CELL.MIN]!, other[from + CELL.MAX]!);
    this.foldLast(at, other[from + CELL.LAST_MS]!, other[from + CELL.LAST]!);
    const sums = source.plainSums[slot];
    if (sums) this.plainSums[slot] = addSums(this.plainSums[slot] ?? NO_SUMS, sums);
    const list = (this.lists[slot] ??= []);
    for (const mantissa of source.lists[slot] ?? []) list.push(mantissa);
    const sketch = source.sketches[slot];
    if (sketch) this.sketches[slot] = (this.sketches[slot] ?? new Sketch()).merged(sketch);
    if (list.length > EXACT_READINGS || this.sketches[slot]) this.spill(slot, exponent);
  }

  /** Adds a number without a scale to the exact sums of its cell. */
  addPlain(slot: number, value: number): void {
    this.plainSums[slot] = addPlain(this.plainSums[slot] ?? NO_SUMS, value);
  }

  private fold(at: number, count: number, min: number, max: number): void {
    const cells = this.cells;
    const empty = cells[at] === 0;
    cells[at]! += count;
    if (empty || min < cells[at + CELL.MIN]!) cells[at + CELL.MIN] = min;
    if (empty || max > cells[at + CELL.MAX]!) cells[at + CELL.MAX] = max;
    if (empty) cells[at + CELL.LAST_MS] = -Infinity;
  }

  /** The newest by event time; of several at one time the largest, so that arrival does not matter. */
  private foldLast(at: number, lastMs: number, last: number): void {
    const cells = this.cells;
    const known = cells[at + CELL.LAST_MS]!;
    if (lastMs < known || (lastMs === known && last <= cells[at + CELL.LAST]!)) return;
    cells[at + CELL.LAST_MS] = lastMs;
    cells[at + CELL.LAST] = last;
  }

  private spill(slot: number, exponent: number): void {
    const list = this.lists[slot]!;
    this.sketches[slot] = (this.sketches[slot] ?? new Sketch()).withMantissas(list, list.length, exponent);
    list.length = 0;
  }
}
