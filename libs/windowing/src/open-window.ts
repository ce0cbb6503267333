import { addLarge, addMoments, addSmallRun, MOMENT_DOUBLES, SMALL_MANTISSA } from './moments';
import { addPlain, addSums, NO_SUMS, type PlainSums } from './plain-sums';
import type { ScaledColumn } from './scaled-column';
import { Sketch } from './sketch';

/** Up to this many readings of a signal, a window keeps them all and its quantiles are exact. */
export const EXACT_READINGS = 64;
const FIRST_LIST = 8;
/** Readings of one portion, for one call at a time. */
const portion = new Float64Array(EXACT_READINGS);

/** What a cell holds, in doubles. Values are mantissas at the cell's own scale. */
export const CELL = { COUNT: 0, MIN: 1, MAX: 2, LAST_MS: 3, LAST: 4, MOMENTS: 5 } as const;
const STRIDE = CELL.MOMENTS + MOMENT_DOUBLES;

/**
 * What one device's signals have been so far in one window: a row of doubles for all cells (a cell is a signal at one
 * scale, addressed by slot), and beside it the readings themselves while they are few, a sketch once they are many.
 */
export class OpenWindow {
  startMs = 0;
  cells = new Float64Array(0);
  /** The readings of a cell while it has at most {@link EXACT_READINGS}; arrays may be longer. */
  readonly lists: (Float64Array | undefined)[] = [];
  readonly sketches: (Sketch | undefined)[] = [];
  /** Exact sums of the cells whose numbers have no scale; the others' are in their rows. */
  readonly plainSums: (PlainSums | undefined)[] = [];

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

  /** Cells that there is room for. */
  get slots(): number {
    return this.cells.length / STRIDE;
  }

  /** Makes the window empty, with its memory kept for the next one. */
  reset(startMs: number): this {
    this.startMs = startMs;
    this.cells.fill(0);
    this.sketches.length = 0;
    this.plainSums.length = 0;
    return this;
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

  /** Counts the readings of the samples in [from, to). Returns how many there were. */
  addRun(slot: number, column: ScaledColumn, times: Float64Array, from: number, to: number): number {
    let added = 0;
    for (let at = from; at < to; at += EXACT_READINGS) {
      added += this.addPortion(slot, column, times, at, Math.min(to, at + EXACT_READINGS));
    }
    return added;
  }

  /** The samples of a portion are few enough for sums in doubles to be exact, and for one list. */
  private addPortion(
    slot: number,
    column: ScaledColumn,
    times: Float64Array,
    from: number,
    to: number,
  ): number {
    const mantissas = column.mantissas;
    const values = portion;
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
      values[count++] = mantissa;
      sum += mantissa;
      squares += mantissa * mantissa;
      if (mantissa < min) min = mantissa;
      if (mantissa > max) max = mantissa;
      if (at > lastMs || (at === lastMs && mantissa > last)) {
        lastMs = at;
        last = mantissa;
      }
    }
    if (count === 0) return 0;
    const at = this.cellAt(slot);
    const before = this.cells[at]!;
    if (column.plain) for (let i = 0; i < count; i++) this.addPlain(slot, values[i]!);
    else if (min < -SMALL_MANTISSA || max > SMALL_MANTISSA) {
      for (let i = 0; i < count; i++) addLarge(this.cells, at + CELL.MOMENTS, values[i]!);
    } else addSmallRun(this.cells, at + CELL.MOMENTS, sum, squares);
    this.fold(at, count, min, max);
    this.foldLast(at, lastMs, last);
    this.keep(slot, before, values, count, column.exponent);
    return count;
  }

  /** Adds everything of a cell of another window of the same device. */
  mergeCell(slot: number, exponent: number, source: OpenWindow): void {
    const from = slot * STRIDE;
    const at = this.cellAt(slot);
    const other = source.cells;
    const before = this.cells[at]!;
    const count = other[from]!;
    addMoments(this.cells, at + CELL.MOMENTS, other, from + CELL.MOMENTS);
    this.fold(at, count, other[from + CELL.MIN]!, other[from + CELL.MAX]!);
    this.foldLast(at, other[from + CELL.LAST_MS]!, other[from + CELL.LAST]!);
    const sums = source.plainSums[slot];
    if (sums) this.plainSums[slot] = addSums(this.plainSums[slot] ?? NO_SUMS, sums);
    const sketch = source.sketches[slot];
    if (sketch) this.sketchOf(slot, before, exponent).merge(sketch);
    else this.keep(slot, before, source.lists[slot]!, count, exponent);
  }

  /** Adds a number without a scale to the exact sums of its cell. */
  addPlain(slot: number, value: number): void {
    this.plainSums[slot] = addPlain(this.plainSums[slot] ?? NO_SUMS, value);
  }

  /** Keeps further readings of a cell that had `before` of them, as themselves or in its sketch. */
  private keep(slot: number, before: number, values: Float64Array, count: number, exponent: number): void {
    const total = before + count;
    if (total > EXACT_READINGS) {
      this.sketchOf(slot, before, exponent).addAll(values, count, exponent);
      return;
    }
    const list = this.lists[slot];
    const roomy = list !== undefined && total <= list.length ? list : this.longerList(slot, before, total);
    for (let i = 0; i < count; i++) roomy[before + i] = values[i]!;
  }

  private longerList(slot: number, before: number, total: number): Float64Array {
    const longer = new Float64Array(total > FIRST_LIST ? EXACT_READINGS : FIRST_LIST);
    const list = this.lists[slot];
    if (list && before > 0) longer.set(list.subarray(0, before));
    this.lists[slot] = longer;
    return longer;
  }

  /** A cell's sketch; made from its readings if it had none. */
  private sketchOf(slot: number, before: number, exponent: number): Sketch {
    let sketch = this.sketches[slot];
    if (sketch === undefined) {
      sketch = new Sketch();
      if (before > 0) sketch.addAll(this.lists[slot]!, before, exponent);
      this.sketches[slot] = sketch;
      this.lists[slot] = undefined;
    }
    return sketch;
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
}
