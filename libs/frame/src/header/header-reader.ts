import type { BitReader } from '../bits/bit-reader';
import { unzigzag } from '../bits/numbers';
import { isExponentAllowed, kindOf } from '../columns/kinds';
import type { ColumnKind } from '../frame.types';
import {
  MAX_BOOT_ID,
  MAX_CELLS,
  MAX_COLUMNS,
  MAX_SAMPLES,
  MAX_SEQUENCE,
  MAX_SIGNAL_ID,
  MAX_TIME_MS,
} from '../limits';
import { FIRST_TYPE } from './header-writer';
import { TIME_UNITS_MS } from './time-units';

/** What a header says, in memory that is used again for the next frame. */
export class HeaderFields {
  contentIdentity = false;
  bootId = 0;
  sequence = 0;
  sampleCount = 0;
  columnCount = 0;
  unitMs = 1;
  /** In units. */
  base = 0;
  cadence = 0;
  /** The first {@link columnCount} entries count. */
  readonly signalIds: number[] = [];
  readonly kinds: ColumnKind[] = [];
  readonly exponents: number[] = [];
}

/** Reads everything before the bit stream; what is wrong is left as the reader's reason, and counts are then not to be used. */
export function readHeader(reader: BitReader, into: HeaderFields): void {
  const first = reader.byte();
  into.contentIdentity = (first & 8) !== 0;
  into.unitMs = TIME_UNITS_MS[first & 7]!;
  into.bootId = reader.varint(35);
  into.sequence = reader.varint(49);
  into.sampleCount = reader.varint(21) + 1;
  into.columnCount = reader.varint(14) + 1;
  if (into.bootId > MAX_BOOT_ID) reader.fail('BOOT_ID_OUT_OF_RANGE');
  if (into.sequence > MAX_SEQUENCE) reader.fail('SEQUENCE_OUT_OF_RANGE');
  if (into.sampleCount > MAX_SAMPLES) reader.fail('TOO_MANY_SAMPLES');
  if (into.columnCount > MAX_COLUMNS) reader.fail('TOO_MANY_COLUMNS');
  if (into.sampleCount * into.columnCount > MAX_CELLS) reader.fail('TOO_MANY_CELLS');
  into.base = unzigzag(reader.varint(56));
  into.cadence = into.sampleCount > 1 ? reader.varint(56) : 0;
  if (Math.abs(into.base) * into.unitMs > MAX_TIME_MS) reader.fail('TIME_OUT_OF_RANGE');
  if (into.cadence * into.unitMs > 2 * MAX_TIME_MS) reader.fail('TIME_OUT_OF_RANGE');
  if (reader.reason === null) readDirectory(reader, into);
}

function readDirectory(reader: BitReader, into: HeaderFields): void {
  let signalId = 0;
  let type = FIRST_TYPE;
  for (let i = 0; i < into.columnCount; i++) {
    const step = reader.varint(28);
    signalId += (step >>> 1) + 1;
    if ((step & 1) === 0) type = reader.byte();
    const kind = kindOf(type >>> 6);
    const exponent = (type << 26) >> 26;
    if (signalId > MAX_SIGNAL_ID) reader.fail('SIGNAL_ID_OUT_OF_RANGE');
    if (!isExponentAllowed(kind, exponent)) reader.fail('BAD_EXPONENT');
    into.signalIds[i] = signalId;
    into.kinds[i] = kind;
    into.exponents[i] = exponent;
    if (reader.reason !== null) return;
  }
}
