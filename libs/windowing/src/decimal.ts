/** Powers of ten that a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
const MAX_EXACT_POWER = 22;

/** 10 to the power, for 0 or more; exact up to 22. */
export function powerOfTen(power: number): number {
  return power <= MAX_EXACT_POWER ? POWERS[power]! : Number(`1e${power}`);
}

/**
 * mantissa × 10^exponent as the double nearest to it (for exponents from -22 to 22, mantissas within 2^53): the same
 * double that parsing the decimal gives, whichever of its representations it comes in.
 */
export function decimalValue(mantissa: number, exponent: number): number {
  return exponent <= 0 ? mantissa / powerOfTen(-exponent) : mantissa * powerOfTen(exponent);
}

/** An exact decimal: mantissa × 10^exponent. */
export interface Decimal {
  readonly mantissa: bigint;
  readonly exponent: number;
}

/** The shortest decimal that parses to this finite double (what printing it shows): exact inverse of parsing up to 15 digits. */
export function shortestDecimal(value: number): Decimal {
  const [digits = '', power = '0'] = value.toString().split('e');
  const [whole = '', fraction = ''] = digits.split('.');
  return { mantissa: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}
