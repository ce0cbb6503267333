import { MAX_EXPONENT, MAX_LABEL, MAX_MANTISSA, MAX_PROBABILITY_BITS, MIN_EXPONENT } from '../limits';
import { COLUMN_KINDS, type ColumnKind } from '../frame.types';

/** What each kind allows. */
interface KindRule {
  readonly minExponent: number;
  readonly maxExponent: number;
  /** Smallest and largest integer at an exponent. */
  low(exponent: number): number;
  high(exponent: number): number;
}

/** One row for each of {@link COLUMN_KINDS}. */
export const KIND_RULES: Readonly<Record<ColumnKind, KindRule>> = {
  scaled: {
    minExponent: MIN_EXPONENT,
    maxExponent: MAX_EXPONENT,
    low: () => -MAX_MANTISSA,
    high: () => MAX_MANTISSA,
  },
  label: { minExponent: 0, maxExponent: 0, low: () => 0, high: () => MAX_LABEL },
  probability: {
    minExponent: -12,
    maxExponent: MAX_PROBABILITY_BITS,
    low: () => 0,
    high: (exponent) => (exponent > 0 ? 2 ** exponent : 10 ** -exponent),
  },
  float64: { minExponent: 0, maxExponent: 0, low: () => -Infinity, high: () => Infinity },
};

/** Two bits on the wire. */
export function kindCode(kind: ColumnKind): number {
  return COLUMN_KINDS.indexOf(kind);
}

/** The inverse of {@link kindCode}; all four codes are taken. */
export function kindOf(code: number): ColumnKind {
  return COLUMN_KINDS[code & 3]!;
}

/** True when a column of this kind may have this exponent. */
export function isExponentAllowed(kind: ColumnKind, exponent: number): boolean {
  const { minExponent, maxExponent } = KIND_RULES[kind];
  return Number.isInteger(exponent) && exponent >= minExponent && exponent <= maxExponent;
}
