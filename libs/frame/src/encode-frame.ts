import { BitWriter } from './bits/bit-writer';
import { crc16 } from './bits/crc16';
import { planColumn } from './columns/column-plan';
import { encodeSingle } from './encode-single';
import type { ColumnInput, FrameInput } from './frame.types';
import { checkFrame, writeHeader } from './header/header-writer';
import { planTimes } from './header/times';
import { MAX_FRAME_BYTES } from './limits';
import type { Plan } from './modes/mode';

const CRC_BYTES = 2;

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
  const columns = inOrder(frame);
  checkFrame(frame, columns);
  const times = planTimes(frame.times);
  const references: { index: number; numbers: Float64Array }[] = [];
  const plans: Plan[] = times.offsets === null ? [] : [times.offsets];
  columns.forEach((column, index) => {
    const { plan, referable } = planColumn(column, frame.times.length, references);
    plans.push(plan);
    if (referable !== null) references.push({ index, numbers: referable });
  });
  const bytes = (out ?? new Uint8Array(capacity(plans, columns.length))).subarray(0, MAX_FRAME_BYTES);
  const writer = new BitWriter(bytes);
  writeHeader(writer, frame, columns, times);
  for (const plan of plans) plan.write(writer);
  writer.align();
  writer.bits(crc16(bytes, writer.length), CRC_BYTES * 8);
  return bytes.subarray(0, writer.length);
}

function inOrder({ columns }: FrameInput): readonly ColumnInput[] {
  const isOrdered = columns.every((column, i) => i === 0 || column.signalId > columns[i - 1]!.signalId);
  return isOrdered ? columns : [...columns].sort((a, b) => a.signalId - b.signalId);
}

/** Enough for these plans, the longest header and the checksum. */
function capacity(plans: readonly Plan[], columnCount: number): number {
  const bits = plans.reduce((sum, plan) => sum + plan.bits, 0);
  return 40 + 4 * columnCount + Math.ceil(bits / 8) + CRC_BYTES;
}
