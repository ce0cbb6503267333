/** Bits that a quotient keeps before it is rounded: more than the 53 of a double, so that one rounding happens. */
const QUOTIENT_BITS = 64;
/** The last bit of the smallest doubles stands for 2^-1074; they keep fewer than 53 bits. */
const LEAST_POWER = -1074;
const DOUBLE_BITS = 53;

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
  return roundedBinary((quotient << 1n) | sticky, -shift - 1);
}

/** bits × 2^power, rounded once: by `Number`, or, where a double has no room for 53 bits, to its last one. */
function roundedBinary(bits: bigint, power: number): number {
  const excess = LEAST_POWER - power;
  if (excess <= bitLength(bits) - DOUBLE_BITS) return scaleByPowerOfTwo(Number(bits), power);
  const half = 1n << BigInt(excess - 1);
  const kept = bits >> BigInt(excess);
  const rest = bits & ((1n << BigInt(excess)) - 1n);
  const up = rest > half || (rest === half && (kept & 1n) === 1n);
  return scaleByPowerOfTwo(Number(up ? kept + 1n : kept), LEAST_POWER);
}

function bitLength(positive: bigint): number {
  return positive.toString(2).length;
}

function scaleByPowerOfTwo(value: number, power: number): number {
  const half = Math.trunc(power / 2);
  return value * 2 ** half * 2 ** (power - half);
}
