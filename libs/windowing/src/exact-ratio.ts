/** Bits that a quotient keeps before it is rounded: more than the 53 of a double, so that one rounding happens. */
const QUOTIENT_BITS = 64;

/** The double nearest to numerator / denominator (ties to even), for any integers, denominator > 0. */
export function ratioToNumber(numerator: bigint, denominator: bigint): number {
  if (numerator < 0n) return -ratioToNumber(-numerator, denominator);
  if (numerator === 0n) return 0;
  const shift = bitLength(denominator) - bitLength(numerator) + QUOTIENT_BITS;
  const top = shift > 0 ? numerator << BigInt(shift) : numerator;
  const bottom = shift < 0 ? denominator << BigInt(-shift) : denominator;
  const quotient = top / bottom;
  // A remainder must not be forgotten: it decides which way a tie goes.
  const sticky = quotient * bottom === top ? 0n : 1n;
  return scaleByPowerOfTwo(Number((quotient << 1n) | sticky), -shift - 1);
}

function bitLength(positive: bigint): number {
  return positive.toString(2).length;
}

function scaleByPowerOfTwo(value: number, power: number): number {
  const half = Math.trunc(power / 2);
  return value * 2 ** half * 2 ** (power - half);
}
