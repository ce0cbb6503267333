import { AppError } from '@fettle/kernel';
import { isExponentAllowed } from './columns/kinds';
import { SAMPLE_STATE, type ColumnInput, type ColumnKind } from './frame.types';
import { MAX_MANTISSA } from './limits';

/** Real values as a device or a door has them: null is missing, NaN is the sensor's not-a-number. */
export type OptionalValues = readonly (number | null)[];

/** Decimals beyond which doubles travel as doubles unless the caller says otherwise. */
const DEFAULT_MIN_EXPONENT = -9;

/**
 * A column at a signal's registered resolution 10^exponent: each value becomes the nearest multiple.
 * Throws `FRAME.BAD_INPUT` for an exponent that the kind does not allow, an infinite value or one that is 2^53
 * resolutions from zero.
 */
export function quantizedColumn(
  signalId: number,
  exponent: number,
  values: OptionalValues,
  kind: Exclude<ColumnKind, 'float64'> = 'scaled',
): ColumnInput {
  if (!isExponentAllowed(kind, exponent)) {
    throw new AppError('FRAME.BAD_INPUT', `exponent ${exponent} is not allowed for ${kind}`);
  }
  const isBinary = kind === 'probability' && exponent > 0;
  const mantissas = presentOrZero(values).map((value) => {
    const mantissa = Math.round(quotient(value, exponent, isBinary));
    if (!(Math.abs(mantissa) <= MAX_MANTISSA)) {
      throw new AppError('FRAME.BAD_INPUT', `${value} is out of range at a resolution of 1e${exponent}`);
    }
    return mantissa;
  });
  return { signalId, kind, exponent, mantissas, states: statesOf(values) };
}

function quotient(value: number, exponent: number, isBinary: boolean): number {
  if (isBinary) return value * 2 ** exponent;
  return exponent < 0 ? value * 10 ** -exponent : value / 10 ** exponent;
}

/**
 * A column that keeps every value to the last bit: integers at the largest exponent (from 0 down to `minExponent`) at
 * which all of them are exact, else doubles. For values whose resolution nobody registered, such as JSON numbers.
 */
export function decimalColumn(
  signalId: number,
  values: OptionalValues,
  minExponent = DEFAULT_MIN_EXPONENT,
): ColumnInput {
  const present = presentOrZero(values);
  const states = statesOf(values);
  let digits = 0;
  for (let i = 0; i < present.length; i++) {
    const value = present[i]!;
    while (digits <= -minExponent && Math.round(value * 10 ** digits) / 10 ** digits !== value) digits++;
  }
  const scale = 10 ** digits;
  const mantissas = present.map((value) => Math.round(value * scale));
  const isExact = (mantissa: number, i: number): boolean =>
    Math.abs(mantissa) <= MAX_MANTISSA && Object.is(mantissa / scale, present[i]);
  if (digits <= -minExponent && mantissas.every(isExact)) {
    return { signalId, kind: 'scaled', exponent: digits === 0 ? 0 : -digits, mantissas, states };
  }
  return { signalId, kind: 'float64', exponent: 0, mantissas: present, states };
}

function presentOrZero(values: OptionalValues): Float64Array {
  return Float64Array.from(values, (value) => (value === null || Number.isNaN(value) ? 0 : value));
}

function statesOf(values: OptionalValues): Uint8Array | null {
  if (values.every((value) => value !== null && !Number.isNaN(value))) return null;
  return Uint8Array.from(values, (value) =>
    value === null ? SAMPLE_STATE.MISSING : Number.isNaN(value) ? SAMPLE_STATE.NAN : SAMPLE_STATE.PRESENT,
  );
}
