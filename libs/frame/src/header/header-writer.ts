import { AppError } from '@fettle/kernel';
import type { BitWriter } from '../bits/bit-writer';
import { zigzag } from '../bits/numbers';
import { kindCode } from '../columns/kinds';
import type { ColumnInput, FrameInput } from '../frame.types';
import { FRAME_VERSION, MAX_BOOT_ID, MAX_CELLS, MAX_COLUMNS, MAX_SAMPLES, MAX_SEQUENCE } from '../limits';
import type { PlannedTimes } from './times';

/** Throws `FRAME.BAD_INPUT` when a count or an identity is out of range or a signal occurs twice. Columns come ascending. */
export function checkFrame(frame: FrameInput, columns: readonly ColumnInput[]): void {
  const samples = frame.times.length;
  const problems: readonly [boolean, string][] = [
    [!isCount(frame.bootId, MAX_BOOT_ID), 'boot id out of range'],
    [!isCount(frame.sequence, MAX_SEQUENCE), 'sequence out of range'],
    [samples < 1 || samples > MAX_SAMPLES, `${samples} samples: 1 to ${MAX_SAMPLES} fit`],
    [
      columns.length < 1 || columns.length > MAX_COLUMNS,
      `${columns.length} columns: 1 to ${MAX_COLUMNS} fit`,
    ],
    [samples * columns.length > MAX_CELLS, `more than ${MAX_CELLS} readings`],
    [columns.some((column, i) => column.signalId === columns[i - 1]?.signalId), 'a signal occurs twice'],
  ];
  const problem = problems.find(([isWrong]) => isWrong);
  if (problem !== undefined) throw new AppError('FRAME.BAD_INPUT', problem[1]);
}

function isCount(value: number, max: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= max;
}

/** What a first column may repeat: scaled, exponent 0. */
export const FIRST_TYPE = 0;

/** Writes everything before the bit stream, byte by byte. */
export function writeHeader(
  writer: BitWriter,
  frame: FrameInput,
  columns: readonly ColumnInput[],
  times: PlannedTimes,
): void {
  writer.bits((FRAME_VERSION << 4) | ((frame.contentIdentity ? 1 : 0) << 3) | times.unitCode, 8);
  writer.varint(frame.bootId);
  writer.varint(frame.sequence);
  writer.varint(frame.times.length - 1);
  writer.varint(columns.length - 1);
  writer.varint(zigzag(times.base));
  if (frame.times.length > 1) writer.varint(times.cadence);
  let idBefore = 0;
  let typeBefore = FIRST_TYPE;
  for (const { signalId, kind, exponent } of columns) {
    const type = (kindCode(kind) << 6) | (exponent & 63);
    const isRepeated = type === typeBefore;
    writer.varint((signalId - idBefore - 1) * 2 + (isRepeated ? 1 : 0));
    if (!isRepeated) writer.bits(type, 8);
    idBefore = signalId;
    typeBefore = type;
  }
}
