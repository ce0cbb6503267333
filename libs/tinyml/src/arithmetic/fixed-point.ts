/** A real factor as `multiplier * 2^(shift - 31)`, the multiplier a 31-bit integer: what integer kernels rescale by. */
export interface FixedMultiplier {
  readonly multiplier: number;
  /** Positive shifts left. */
  readonly shift: number;
}

/** Taken out of the global once: some hosts intercept every look-up of a global. */
const { floor } = Math;

const scratch = new DataView(new ArrayBuffer(8));

/** `value = fraction * 2^exponent` with 0.5 <= |fraction| < 1, exactly, as C's frexp. Zero gives exponent 0. */
export function frexp(value: number): { readonly fraction: number; readonly exponent: number } {
  if (value === 0) return { fraction: value, exponent: 0 };
  scratch.setFloat64(0, value);
  const high = scratch.getUint32(0);
  const biased = (high >>> 20) & 0x7ff;
  if (biased === 0) {
    const { fraction, exponent } = frexp(value * 2 ** 64);
    return { fraction, exponent: exponent - 64 };
  }
  scratch.setUint32(0, (high & 0x800fffff) | (1022 << 20));
  return { fraction: scratch.getFloat64(0), exponent: biased - 1022 };
}

/** To the nearest integer, halves away from zero, as C's round. */
export function roundAway(value: number): number {
  const down = Math.trunc(value);
  return Math.abs(value - down) >= 0.5 ? down + Math.sign(value) : down;
}

/** The fixed-point form of a factor; factors below 2^-32 flush to zero. */
export function fixedMultiplier(factor: number): FixedMultiplier {
  if (factor === 0) return { multiplier: 0, shift: 0 };
  const { fraction, exponent } = frexp(factor);
  let multiplier = roundAway(fraction * 2147483648);
  let shift = exponent;
  if (Math.abs(multiplier) === 2147483648) {
    multiplier /= 2;
    shift++;
  }
  return shift < -31 ? { multiplier: 0, shift: 0 } : { multiplier, shift };
}

/**
 * `round(a * b / 2^31)` of two int32, halves up, saturating (gemmlowp's SaturatingRoundingDoublingHighMul). The product
 * has up to 62 bits; b is split so that every partial result is exact in a double.
 */
export function highMultiply(a: number, b: number): number {
  if (a === -2147483648 && b === -2147483648) return 2147483647;
  const low = floor((a * (b & 0xffff) + 1073741824) / 65536);
  return floor((a * (b >> 16) + low) / 32768);
}

/** `round(x / 2^exponent)`, halves away from zero (gemmlowp's RoundingDivideByPOT); 0 <= exponent <= 31. */
export function roundingShift(x: number, exponent: number): number {
  const mask = ((1 << exponent) - 1) | 0;
  const remainder = x & mask;
  const threshold = (mask >> 1) + (x < 0 ? 1 : 0);
  return (x >> exponent) + (remainder > threshold ? 1 : 0);
}

/**
 * int32 times a factor, rounded twice: to 31 fractional bits, then to an integer. Sums beyond int32 and left shifts wrap,
 * as they do on the device.
 */
export function rescale(x: number, multiplier: number, shift: number): number {
  if (shift > 0) return highMultiply(x << shift, multiplier);
  return roundingShift(highMultiply(x | 0, multiplier), -shift);
}

/**
 * The same for accumulators of up to 48 bits (16-bit activations): the multiplier is cut to 15 bits, and there is one
 * rounding, halves up. `x` is an integer in a double.
 */
export function rescaleWide(x: number, multiplier: number, shift: number): number {
  const reduced = multiplier < 0x7fff0000 ? (multiplier + 0x8000) >> 16 : 0x7fff;
  const right = 15 - shift;
  const product = x * reduced;
  if (Math.abs(product) < 4503599627370496 && right < 52) {
    return floor((product + 2 ** (right - 1)) / 2 ** right) | 0;
  }
  const high = floor(x / 1048576);
  const low = (x - high * 1048576) * reduced;
  const carry = floor((low + 2 ** (right - 1)) / 1048576);
  return floor((high * reduced + carry) / 2 ** (right - 20)) | 0;
}
