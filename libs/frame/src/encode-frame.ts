import { BitWriter } from './bits/bit-writer';
import { crc16 } from './bits/crc16';
import { checkColumn, planColumn } from './columns/column-plan';
import { encodeSingle } from './encode-single';
import type { ColumnInput, FrameInput } from './frame.types';
import { checkFrame, writeHeader } from './header/header-writer';
import { planTimes } from './header/times';
import { MAX_FRAME_BYTES } from './limits';
import type { References } from './modes/integer-list';
import { NumberArena } from './number-arena';

const CRC_BYTES = 2;

/** Scratch of one call at a time; holds nothing between calls. */
const scratch = { arena: new NumberArena(), bytes: new Uint8Array(MAX_FRAME_BYTES) };

/**
 * The frame's bytes: a view of the start of `out` when that is given, else fresh memory. Equal input gives equal bytes.
 * Every integer, every double's bits, every time, missing and NaN come back from {@link decodeFrame} as they were.
 * Throws `FRAME.BAD_INPUT` for input outside the bounds, `FRAME.TOO_LARGE` when it does not fit in `out` or MAX_FRAME_BYTES.
 */
export function encodeFrame(frame: FrameInput, out?: Uint8Array): Uint8Array {
  const single = frame.times.length === 1 && !out ? encodeSingle(frame, inOrder(frame)) : null;
  return single ?? encodeFrameGenerally(frame, out);
}

/** {@link encodeFrame} without its short way for single samples. */
export function encodeFrameGenerally(frame: FrameInput, out?: Uint8Array): Uint8Array {
  const bytes = (out ?? scratch.bytes).subarray(0, MAX_FRAME_BYTES);
  const length = writeFrame(frame, bytes, scratch.arena);
  return out === undefined ? bytes.slice(0, length) : bytes.subarray(0, length);
}

/** Plans and writes one part after the other, so that no more than one column's candidates are held. */
function writeFrame(frame: FrameInput, bytes: Uint8Array, arena: NumberArena): number {
  const inputs = inOrder(frame);
  checkFrame(frame, inputs);
  const columns = inputs.map((input) => checkColumn(input, frame.times.length));
  const writer = new BitWriter(bytes);
  arena.reset();
  const times = planTimes(frame.times, arena);
  writeHeader(writer, frame, inputs, times);
  times.offsets?.write(writer);
  const references: References[number][] = [];
  columns.forEach((column, index) => {
    arena.reset();
    planColumn(column, arena, references).write(writer);
    const isReferable = column.states === null && column.input.kind !== 'float64';
    if (isReferable) references.push({ index, numbers: column.numbers });
  });
  writer.align();
  writer.bits(crc16(bytes, writer.length), CRC_BYTES * 8);
  return writer.length;
}

function inOrder({ columns }: FrameInput): readonly ColumnInput[] {
  const isOrdered = columns.every((column, i) => i === 0 || column.signalId > columns[i - 1]!.signalId);
  return isOrdered ? columns : [...columns].sort((a, b) => a.signalId - b.signalId);
}
