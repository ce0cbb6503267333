import { BitWriter } from './bits/bit-writer';
import { crc16 } from './bits/crc16';
import { isExponentAllowed, KIND_RULES, kindCode } from './columns/kinds';
import type { ColumnInput, FrameInput } from './frame.types';
import { writeHeader } from './header/header-writer';
import { timeUnitCode, TIME_UNITS_MS } from './header/time-units';
import { MAX_BOOT_ID, MAX_COLUMNS, MAX_SEQUENCE, MAX_SIGNAL_ID, MAX_TIME_MS } from './limits';

/** Bytes of the largest frame this writes: header, 64 columns of a flag, a mode and 58 bits, checksum. */
const scratch = new Uint8Array(40 + MAX_COLUMNS * (4 + 8) + 2);
const MODE_CONSTANT = 0;
const MAX_CONSTANT = 2 ** 52;

/**
 * The same bytes as the general way of {@link encodeFrame} for the most frequent frame of a JSON door: one sample, every
 * column an integer that is there. Null for any other input, right or wrong. Several times as fast, as there is nothing
 * to choose: one number is always coded as a constant. Columns come ascending.
 */
export function encodeSingle(frame: FrameInput, columns: readonly ColumnInput[]): Uint8Array | null {
  const time = frame.times[0]!;
  if (frame.times.length !== 1 || !Number.isInteger(time) || Math.abs(time) > MAX_TIME_MS) return null;
  if (!isCount(frame.bootId, MAX_BOOT_ID) || !isCount(frame.sequence, MAX_SEQUENCE)) return null;
  if (columns.length < 1 || columns.length > MAX_COLUMNS || !columns.every(isPlain)) return null;
  const unitCode = timeUnitCode(frame.times);
  const base = time / TIME_UNITS_MS[unitCode]! + 0;
  const writer = new BitWriter(scratch);
  writeHeader(writer, frame, columns, { unitCode, base, cadence: 0, offsets: null });
  for (const { mantissas } of columns) {
    // No states, then the mode: one bit and four.
    writer.bits(MODE_CONSTANT, 5);
    writer.signed(mantissas[0]! + 0);
  }
  writer.align();
  const crc = crc16(scratch, writer.length);
  writer.bits(crc, 16);
  return scratch.slice(0, writer.length);
}

function isPlain(column: ColumnInput, at: number, columns: readonly ColumnInput[]): boolean {
  const { signalId, kind, exponent, mantissas, states } = column;
  const value = mantissas[0]!;
  const before = at === 0 ? 0 : columns[at - 1]!.signalId;
  if (mantissas.length !== 1 || (states && states[0] !== 0) || (states && states.length !== 1)) return false;
  if (!Number.isInteger(signalId) || signalId <= before || signalId > MAX_SIGNAL_ID) return false;
  if (kind === 'float64' || kindCode(kind) < 0 || !isExponentAllowed(kind, exponent)) return false;
  const rule = KIND_RULES[kind];
  const isInteger = Number.isInteger(value) && Math.abs(value) <= MAX_CONSTANT;
  return isInteger && value >= rule.low(exponent) && value <= rule.high(exponent);
}

function isCount(value: number, max: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= max;
}
