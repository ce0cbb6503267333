import { highMultiply, roundingShift } from './fixed-point';

/*
 * Fixed-point functions of gemmlowp (Jacob and Warden, fixedpoint.h): a raw int32 with k integer bits stands for
 * raw * 2^(k - 31). Constants are the roundings of the real numbers beside them.
 */

const ONE = 2147483647;

/** `x * 2^bits`, saturating. */
function saturatingShift(x: number, bits: number): number {
  const shifted = x * 2 ** bits;
  return shifted > ONE ? ONE : shifted < -2147483648 ? -2147483648 : shifted;
}

/** exp(a) for a in [-1/4, 0): a Taylor polynomial of degree 4 about -1/8. No integer bits in or out. */
function expNearZero(a: number): number {
  const x = a + (1 << 28);
  const x2 = highMultiply(x, x);
  const x3 = highMultiply(x2, x);
  const x4 = highMultiply(x2, x2);
  const cubic = highMultiply((roundingShift(x4, 2) + x3) | 0, 715827883 /* 1/3 */);
  const higher = roundingShift((cubic + x2) | 0, 1);
  const base = 1895147668; /* exp(-1/8) */
  return (base + highMultiply(base, (x + higher) | 0)) | 0;
}

/** exp(-2^i), i from -2 to 4, no integer bits. */
const EXP_OF_POWERS = [1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242] as const;

/** exp(a) for a <= 0 with `integerBits` integer bits; no integer bits out. */
export function expOfNegative(a: number, integerBits: number): number {
  if (a === 0) return ONE;
  const fractionalBits = 31 - integerBits;
  if (integerBits > 5 && a < -(2 ** (fractionalBits + 5))) return 0;
  const quarter = 2 ** (fractionalBits - 2);
  const within = (a & (quarter - 1)) - quarter;
  let result = expNearZero(saturatingShift(within, integerBits));
  const remainder = (within - a) | 0;
  for (let i = 0; i < EXP_OF_POWERS.length && integerBits > i - 2; i++) {
    if ((remainder & (1 << (fractionalBits + i - 2))) !== 0) result = highMultiply(result, EXP_OF_POWERS[i]!);
  }
  return result;
}

/** 1 / (1 + a) * 2, in two integer bits, for a in [0, 1): three Newton steps. */
function twiceReciprocal(a: number): number {
  const half = Math.trunc((a + ONE + 1) / 2);
  let x = (1515870810 /* 48/17 */ + highMultiply(half, -1010580540 /* -32/17 */)) | 0;
  for (let i = 0; i < 3; i++) {
    const error = ((1 << 29) - highMultiply(half, x)) | 0;
    x = (x + saturatingShift(highMultiply(x, error), 2)) | 0;
  }
  return x;
}

/** 1 / (1 + a) for a in [0, 1), no integer bits in or out. */
export function reciprocalOfOnePlus(a: number): number {
  return saturatingShift(twiceReciprocal(a), 1);
}

/** (1 - a) / (1 + a) for a in [0, 1), no integer bits in or out. */
function oneMinusOverOnePlus(a: number): number {
  return saturatingShift((twiceReciprocal(a) - (1 << 29)) | 0, 2);
}

/** 1 / (1 + exp(-a)) with `integerBits` integer bits in, none out. */
export function logisticOf(a: number, integerBits: number): number {
  if (a === 0) return 1 << 30;
  const positive = reciprocalOfOnePlus(expOfNegative(a > 0 ? -a : a, integerBits));
  return a > 0 ? positive : ONE - positive;
}

/** tanh(a) with `integerBits` integer bits in, none out. */
export function tanhOf(a: number, integerBits: number): number {
  if (a === 0) return 0;
  const magnitude = oneMinusOverOnePlus(expOfNegative(a > 0 ? -a : a, integerBits + 1));
  return a > 0 ? magnitude : -magnitude;
}

/** The reciprocal of x > 0 with `integerBits` integer bits: `raw * 2^-(31 + exponent)`, raw at least 2^30. */
export function reciprocalOf(
  x: number,
  integerBits: number,
): { readonly raw: number; readonly exponent: number } {
  const headroom = Math.clz32(x);
  return { raw: reciprocalOfOnePlus((x << headroom) & ONE), exponent: integerBits - headroom };
}
