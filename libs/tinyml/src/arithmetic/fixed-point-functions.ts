import { highMultiply, roundingShift } from './fixed-point';

/*
 * Fixed-point functions of gemmlowp (Jacob and Warden, fixedpoint.h), for raw integers of 32 or 16 bits: with k integer
 * bits, raw stands for raw * 2^(k - bits + 1). Constants are the roundings of the real numbers beside them.
 */

const { floor, trunc, clz32 } = Math;

/** exp, logistic and tanh in one width of raw integers. */
export interface FixedPointFunctions {
  /** exp(a) for a <= 0 with `integerBits` integer bits; no integer bits out. */
  exp(a: number, integerBits: number): number;
  /** 1 / (1 + a) for a in [0, 1), no integer bits in or out. */
  reciprocalOfOnePlus(a: number): number;
  /** 1 / (1 + exp(-a)) with `integerBits` integer bits in, none out. */
  logistic(a: number, integerBits: number): number;
  /** tanh(a) with `integerBits` integer bits in, none out. */
  tanh(a: number, integerBits: number): number;
}

/** How raw integers of one width multiply, wrap and saturate. */
interface Width {
  readonly bits: 16 | 32;
  readonly one: number;
  multiply(a: number, b: number): number;
  wrap(x: number): number;
  /** Sums that only the narrow width has to saturate. */
  saturate(x: number): number;
  /** A constant given for 32 bits. */
  constant(raw: number): number;
}

const WIDTHS: Readonly<Record<16 | 32, Width>> = {
  32: {
    bits: 32,
    one: 2147483647,
    multiply: highMultiply,
    wrap: (x) => x | 0,
    saturate: (x) => x | 0,
    constant: (raw) => raw,
  },
  16: {
    bits: 16,
    one: 32767,
    multiply: (a, b) => (a === -32768 && b === -32768 ? 32767 : floor((a * b + 16384) / 32768)),
    wrap: (x) => (x << 16) >> 16,
    saturate: (x) => (x > 32767 ? 32767 : x < -32768 ? -32768 : x),
    constant: (raw) => roundingShift(raw, 16),
  },
};

/** exp(-2^i), i from -2 to 4, no integer bits. */
const EXP_OF_POWERS = [1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242] as const;

/** `x * 2^bits`, saturating. */
function saturatingShift({ one }: Width, x: number, bits: number): number {
  const shifted = x * 2 ** bits;
  return shifted > one ? one : shifted < -one - 1 ? -one - 1 : shifted;
}

/** exp(a) for a in [-1/4, 0): a Taylor polynomial of degree 4 about -1/8. No integer bits in or out. */
function expNearZero(width: Width, a: number): number {
  const { multiply, wrap, constant } = width;
  const x = a + 2 ** (width.bits - 4);
  const x2 = multiply(x, x);
  const x3 = multiply(x2, x);
  const x4 = multiply(x2, x2);
  const cubic = multiply(wrap(roundingShift(x4, 2) + x3), constant(715827883) /* 1/3 */);
  const higher = roundingShift(wrap(cubic + x2), 1);
  const base = constant(1895147668); /* exp(-1/8) */
  return width.saturate(base + multiply(base, wrap(x + higher)));
}

function expOfNegative(width: Width, a: number, integerBits: number): number {
  if (a === 0) return width.one;
  const fractionalBits = width.bits - 1 - integerBits;
  if (integerBits > 5 && a < -(2 ** (fractionalBits + 5))) return 0;
  const quarter = 2 ** (fractionalBits - 2);
  const within = (a & (quarter - 1)) - quarter;
  let result = expNearZero(width, saturatingShift(width, within, integerBits));
  const remainder = width.wrap(within - a);
  for (let i = 0; i < EXP_OF_POWERS.length && integerBits > i - 2; i++) {
    if ((remainder & (1 << (fractionalBits + i - 2))) !== 0) {
      result = width.multiply(result, width.constant(EXP_OF_POWERS[i]!));
    }
  }
  return result;
}

/** 2 / (1 + a), in two integer bits, for a in [0, 1): three Newton steps. */
function twiceReciprocal(width: Width, a: number): number {
  const { multiply, wrap, constant, one, bits } = width;
  const half = trunc((a + one + 1) / 2);
  let x = wrap(constant(1515870810) /* 48/17 */ + multiply(half, constant(-1010580540)) /* -32/17 */);
  for (let i = 0; i < 3; i++) {
    const error = wrap(2 ** (bits - 3) - multiply(half, x));
    x = wrap(x + saturatingShift(width, multiply(x, error), 2));
  }
  return x;
}

function reciprocalOfOnePlus(width: Width, a: number): number {
  return saturatingShift(width, twiceReciprocal(width, a), 1);
}

function logistic(width: Width, a: number, integerBits: number): number {
  if (a === 0) return 2 ** (width.bits - 2);
  const positive = reciprocalOfOnePlus(width, expOfNegative(width, a > 0 ? -a : a, integerBits));
  return a > 0 ? positive : width.one - positive;
}

/** (1 - exp(-2|a|)) / (1 + exp(-2|a|)), with the sign of a. */
function tanh(width: Width, a: number, integerBits: number): number {
  if (a === 0) return 0;
  const exponential = expOfNegative(width, a > 0 ? -a : a, integerBits + 1);
  const twice = twiceReciprocal(width, exponential);
  const magnitude = saturatingShift(width, width.wrap(twice - 2 ** (width.bits - 3)), 2);
  return a > 0 ? magnitude : -magnitude;
}

/** The functions for raw integers of this many bits. */
export function fixedPointFunctions(bits: 16 | 32): FixedPointFunctions {
  const width = WIDTHS[bits];
  return {
    exp: (a, integerBits) => expOfNegative(width, a, integerBits),
    reciprocalOfOnePlus: (a) => reciprocalOfOnePlus(width, a),
    logistic: (a, integerBits) => logistic(width, a, integerBits),
    tanh: (a, integerBits) => tanh(width, a, integerBits),
  };
}

const WIDE = fixedPointFunctions(32);

/** The digits of the reciprocal of x > 0: a raw number without integer bits, at least 2^30. */
export function reciprocalDigits(x: number): number {
  return WIDE.reciprocalOfOnePlus((x << clz32(x)) & 2147483647);
}

/** How far the reciprocal of x, with `integerBits` integer bits, is below its digits: `1 / x = digits * 2^-(31 + e)`. */
export function reciprocalExponent(x: number, integerBits: number): number {
  return integerBits - clz32(x);
}
