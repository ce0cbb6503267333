import type { BitReader } from '../bits/bit-reader';
import { SAMPLE_STATE, type ColumnKind } from '../frame.types';
import type { IntegerListReader } from '../modes/integer-list';
import { readFloats } from './float-column';
import { KIND_RULES } from './kinds';

/** Where a column's samples go. */
export interface ColumnTarget {
  readonly kind: ColumnKind;
  readonly exponent: number;
  /** One a sample, written whole: NaN where there is no value. */
  readonly mantissas: Float64Array;
  /** One a sample, written only when the column has states. */
  readonly states: Uint8Array;
}

/**
 * Reads one column as {@link planColumn} wrote it and checks every number against its kind.
 * Returns true when the column has states. What is wrong is left as the reader's reason.
 */
export function readColumn(reader: BitReader, lists: IntegerListReader, target: ColumnTarget): boolean {
  const { kind, mantissas, states } = target;
  const count = mantissas.length;
  const hasStates = reader.bits(1) === 1;
  const present = hasStates ? readStates(reader, lists, states, mantissas) : count;
  if (present > 0 && reader.reason === null) {
    if (kind === 'float64') readFloats(reader, lists, mantissas, present);
    else lists.read(mantissas, present);
  }
  if (reader.reason !== null) return hasStates;
  checkRange(reader, target, present);
  if (hasStates) spread(mantissas, states, present);
  return hasStates;
}

/** Reads states; the number of present samples. Uses `scratch` for the integers. */
function readStates(
  reader: BitReader,
  lists: IntegerListReader,
  states: Uint8Array,
  scratch: Float64Array,
): number {
  const count = states.length;
  let present = 0;
  lists.read(scratch, count);
  for (let i = 0; i < count; i++) {
    const state = scratch[i]!;
    if (state !== 0 && state !== 1 && state !== 2) reader.fail('BAD_STATE');
    states[i] = state;
    if (state === SAMPLE_STATE.PRESENT) present++;
  }
  return present;
}

function checkRange(reader: BitReader, { kind, exponent, mantissas }: ColumnTarget, count: number): void {
  const low = KIND_RULES[kind].low(exponent);
  const high = KIND_RULES[kind].high(exponent);
  for (let i = 0; i < count; i++) {
    const value = mantissas[i]!;
    if (!(value >= low && value <= high)) {
      reader.fail('VALUE_OUT_OF_RANGE');
      return;
    }
  }
}

/** Moves the first `present` numbers to the samples they belong to, from the back, in place. */
function spread(mantissas: Float64Array, states: Uint8Array, present: number): void {
  let from = present;
  for (let i = mantissas.length - 1; i >= 0; i--) {
    mantissas[i] = states[i] === SAMPLE_STATE.PRESENT ? mantissas[--from]! : Number.NaN;
  }
}
