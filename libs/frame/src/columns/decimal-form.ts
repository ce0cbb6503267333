import { gcd } from '../bits/numbers';
import { MAX_PREDICTABLE } from '../limits';
import { stepsBetween } from './float-bits';

/** Doubles as integers: value = stepDouble(mantissa / (divisor x 10^digits), steps). */
export interface DecimalForm {
  readonly divisor: number;
  readonly digits: number;
  readonly mantissas: Float64Array;
  readonly steps: Float64Array;
}

/** Most decimal digits of a form. */
export const MAX_DIGITS = 22;

/** Largest divisor of a form, and of what is searched for one. */
export const MAX_DIVISOR = 2 ** 26;

/** divisor x 10^digits, or null when a double does not hold it exactly. */
export function exactScale(divisor: number, digits: number): number | null {
  const scale = divisor * 10 ** digits;
  return scale <= Number.MAX_SAFE_INTEGER || divisor === 1 ? scale : null;
}

/**
 * The form with the fewest digits whose steps all stay within `tolerance`, for finite values, or null.
 * Sums of decimals carry an error of a step or two, which costs less than ten more digits.
 */
export function decimalForm(values: Float64Array, divisor: number, tolerance: number): DecimalForm | null {
  for (let digits = 0; digits <= MAX_DIGITS; digits++) {
    const scale = exactScale(divisor, digits);
    if (scale === null) return null;
    const form = formAt(values, divisor, digits, scale, tolerance);
    if (form === 'too large') return null;
    if (form !== null) return form;
  }
  return null;
}

function formAt(
  values: Float64Array,
  divisor: number,
  digits: number,
  scale: number,
  tolerance: number,
): DecimalForm | 'too large' | null {
  const mantissas = new Float64Array(values.length);
  const steps = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const mantissa = Math.round(values[i]! * scale) + 0;
    if (!(Math.abs(mantissa) <= MAX_PREDICTABLE)) return 'too large';
    const step = stepsBetween(mantissa / scale, values[i]!);
    if (!(Math.abs(step) <= tolerance)) return null;
    mantissas[i] = mantissa;
    steps[i] = step;
  }
  return { divisor, digits, mantissas, steps };
}

/**
 * The n of means over n samples: the least common denominator of the first values by continued fractions, its factors
 * of ten taken out (they are digits). 1 when there is none. A fraction p/d counts when p x d < 2^48, since any double
 * is some fraction of p x d near 2^52 (Khinchin, Continued Fractions, theorem 19).
 */
export function commonDivisor(values: Float64Array): number {
  let common = 1;
  for (const value of values.subarray(0, 4)) {
    const denominator = denominatorOf(Math.abs(value));
    common = (common / gcd(common, denominator)) * denominator;
    if (common > 2 ** 48) return 1;
  }
  while (common % 2 === 0) common /= 2;
  while (common % 5 === 0) common /= 5;
  return common <= MAX_DIVISOR ? common : 1;
}

function denominatorOf(value: number): number {
  let rest = value;
  let [p, pBefore, d, dBefore] = [Math.floor(rest), 1, 1, 0];
  while (p * d < 2 ** 48) {
    if (Math.abs(value - p / d) <= value * 2 ** -49) return d;
    rest = 1 / (rest - Math.floor(rest));
    const term = Math.floor(rest);
    [p, pBefore, d, dBefore] = [term * p + pBefore, p, term * d + dBefore, d];
  }
  return 1;
}
