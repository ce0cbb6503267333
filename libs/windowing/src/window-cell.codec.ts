import { type ByteReader, type ByteWriter, malformed } from './bytes';
import type { NumberedSlot } from './finish';
import { addLarge } from './moments';
import { CELL, EXACT_READINGS, type OpenWindow } from './open-window';
import { MAX_BUCKET_KEY } from './quantile-buckets';
import { Sketch } from './sketch';

/** One cell of an open window. Cells of few readings are those readings; all else follows from them. */
export function writeCell(writer: ByteWriter, window: OpenWindow, { slot, plain }: NumberedSlot): void {
  writer.unsigned(window.count(slot));
  writer.unsigned(window.lastMs(slot) - window.startMs);
  writeNumber(writer, window.last(slot), plain);
  if (window.count(slot) <= EXACT_READINGS) {
    writeSorted(writer, window.lists[slot]!.slice(0, window.count(slot)).sort(), plain);
    return;
  }
  const at = window.cellAt(slot);
  writeNumber(writer, window.cells[at + CELL.MIN]!, plain);
  writeNumber(writer, window.cells[at + CELL.MAX]!, plain);
  writeSums(writer, window, slot);
  writeSketch(writer, window.sketches[slot]!);
}

/** The inverse of {@link writeCell}, into an empty cell. Throws `WINDOW.MALFORMED`. */
export function readCell(reader: ByteReader, window: OpenWindow, cell: NumberedSlot): void {
  const { slot, plain } = cell;
  const at = window.cellAt(slot);
  const cells = window.cells;
  const count = reader.unsigned();
  cells[at + CELL.COUNT] = count;
  cells[at + CELL.LAST_MS] = window.startMs + reader.unsigned();
  cells[at + CELL.LAST] = readNumber(reader, plain);
  if (count === 0) throw malformed('a cell without readings');
  if (count <= EXACT_READINGS) {
    const list = readSorted(reader, count, plain);
    window.lists[slot] = list;
    for (const number of list) {
      if (plain) window.addPlain(slot, number);
      else addLarge(cells, at + CELL.MOMENTS, number);
    }
    cells[at + CELL.MIN] = list[0]!;
    cells[at + CELL.MAX] = list[count - 1]!;
    return;
  }
  cells[at + CELL.MIN] = readNumber(reader, plain);
  cells[at + CELL.MAX] = readNumber(reader, plain);
  readSums(reader, window, cell);
  window.sketches[slot] = readSketch(reader);
}

function writeSketch(writer: ByteWriter, sketch: Sketch): void {
  writer.unsigned(sketch.size);
  for (let i = 0; i < sketch.size; i++) {
    writer.signed(i === 0 ? sketch.key(0) : sketch.key(i) - sketch.key(i - 1));
    writer.unsigned(sketch.count(i));
  }
}

function readSketch(reader: ByteReader): Sketch {
  const sketch = new Sketch();
  let key = 0;
  for (let left = reader.length(); left > 0; left--) {
    key += reader.signed();
    if (Math.abs(key) > MAX_BUCKET_KEY) throw malformed('a bucket that does not exist');
    sketch.add(key, reader.unsigned());
  }
  return sketch;
}

/** A whole number, or any finite double where the slot is `plain`. */
export function writeNumber(writer: ByteWriter, value: number, plain: boolean): void {
  if (plain) writer.double(value);
  else writer.signed(value);
}

/** The inverse of {@link writeNumber}. Throws `WINDOW.MALFORMED`, also for what is no finite number. */
export function readNumber(reader: ByteReader, plain: boolean): number {
  const value = plain ? reader.double() : reader.signed();
  if (!Number.isFinite(value)) throw malformed('a number that is not finite');
  return value;
}

function writeSums(writer: ByteWriter, window: OpenWindow, slot: number): void {
  const sums = window.plainSums[slot];
  if (sums) {
    writer.signed(sums.exponent);
    writer.big(sums.sum);
    writer.big(sums.squares);
    return;
  }
  const at = window.cellAt(slot) + CELL.MOMENTS;
  writer.unsigned(window.cells[at]!);
  writer.signed(window.cells[at + 1]!);
  for (let limb = 2; limb < 6; limb++) writer.unsigned(window.cells[at + limb]!);
}

function readSums(reader: ByteReader, window: OpenWindow, { slot, plain }: NumberedSlot): void {
  if (plain) {
    window.plainSums[slot] = { exponent: reader.signed(), sum: reader.big(), squares: reader.big() };
    return;
  }
  const at = window.cellAt(slot) + CELL.MOMENTS;
  window.cells[at] = reader.unsigned();
  window.cells[at + 1] = reader.signed();
  for (let limb = 2; limb < 6; limb++) window.cells[at + limb] = reader.unsigned();
}

/** Rising whole numbers by their distances; each by itself where a distance would not be exact, or where `plain`. */
function writeSorted(writer: ByteWriter, numbers: Float64Array, plain: boolean): void {
  const apart = numbers.length > 0 && !(numbers.at(-1)! - numbers[0]! <= Number.MAX_SAFE_INTEGER);
  writer.byte(apart ? 1 : 0);
  numbers.forEach((number, i) => {
    if (i === 0 || apart || plain) writeNumber(writer, number, plain);
    else writer.unsigned(number - numbers[i - 1]!);
  });
}

function readSorted(reader: ByteReader, length: number, plain: boolean): Float64Array {
  const apart = reader.byte() === 1;
  const numbers = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const whole = i === 0 || apart || plain;
    numbers[i] = whole ? readNumber(reader, plain) : numbers[i - 1]! + reader.unsigned();
  }
  return numbers;
}
