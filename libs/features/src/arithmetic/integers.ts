/**
 * Integers of the device in doubles: exact below 2^53, which every caller's bounds keep. Each function has its twin in
 * `integers.c99.ts`.
 */

/** Taken out of the global once: some hosts intercept every look-up of a global. */
const { floor, sqrt, clz32 } = Math;

/** Number of bits of a non-negative integer; 0 for 0. */
export function bitLength(value: number): number {
  return value < 4294967296 ? 32 - clz32(value) : 64 - clz32(floor(value / 4294967296));
}

/** `floor(value / 2^bits)`, also of negative values; what `>>` is in C, for more than 32 bits. */
export function shiftRight(value: number, bits: number): number {
  return floor(value / 2 ** bits);
}

/** `value / 2^bits` to the nearest, halves up. */
export function roundedShift(value: number, bits: number): number {
  return floor((value + floor(2 ** bits / 2)) / 2 ** bits);
}

/** `floor(value * 2^shift / divisor)`; the shift may be negative. The result stays below 2^53 by the caller's bounds. */
export function scaledQuotient(value: number, divisor: number, shift: number): number {
  const rest = value % divisor;
  const whole = (value - rest) / divisor;
  if (shift < 0) return shiftRight(whole, -shift);
  return whole * 2 ** shift + quotient(rest * 2 ** shift, divisor);
}

/** `floor(value / divisor)` of non-negative integers, never off by one where the real quotient rounds up. */
export function quotient(value: number, divisor: number): number {
  return (value - (value % divisor)) / divisor;
}

/** `floor(sqrt(value))`. */
export function squareRoot(value: number): number {
  const root = floor(sqrt(value));
  if (root * root > value) return root - 1;
  return (root + 1) * (root + 1) <= value ? root + 1 : root;
}

/** `sqrt(value)` to the nearest, of values below 2^51. */
export function roundedRoot(value: number): number {
  return (squareRoot(4 * value) + 1) >> 1;
}
