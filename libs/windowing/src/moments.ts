/**
 * Exact sums of integers and of their squares in limbs of 26 bits, in a row of doubles: what makes results independent
 * of the order of arrival, bit for bit. Exact for every |mantissa| < 2^53 and up to 2^25 of the largest: the top limbs then stay within 2^53.
 */
const LIMB = 2 ** 26;
const HALF_LIMB = 2 ** 14;

/** Doubles that one sum and one sum of squares take: 2 limbs and 4 limbs, least significant first, all but the last in [0, 2^26). */
export const MOMENT_DOUBLES = 6;

/** Up to here, sums of up to 2^11 mantissas and of their squares are exact in plain doubles. */
export const SMALL_MANTISSA = 2 ** 21;

/** Adds the sum (within 2^45) and the sum of squares (up to 2^53) of a run of small mantissas. */
export function addSmallRun(row: Float64Array, at: number, sum: number, squares: number): void {
  const sumHigh = Math.floor(sum / LIMB);
  const squaresHigh = Math.floor(squares / LIMB);
  row[at]! += sum - sumHigh * LIMB;
  row[at + 1]! += sumHigh;
  row[at + 2]! += squares - squaresHigh * LIMB;
  row[at + 3]! += squaresHigh;
  carry(row, at);
}

/** Adds one mantissa of any allowed size. */
export function addLarge(row: Float64Array, at: number, mantissa: number): void {
  const high = Math.floor(mantissa / LIMB);
  row[at]! += mantissa - high * LIMB;
  row[at + 1]! += high;
  const size = Math.abs(mantissa);
  const top = Math.floor(size / LIMB);
  const low = size - top * LIMB;
  addProduct(row, at + 2, low * low);
  addProduct(row, at + 3, 2 * top * low);
  // In two parts, each with no more than 53 significant bits.
  const coarse = top - (top % HALF_LIMB);
  addProduct(row, at + 4, top * coarse);
  addProduct(row, at + 4, top * (top - coarse));
  carry(row, at);
}

/** Adds the moments in `source` to those in `target`. */
export function addMoments(target: Float64Array, at: number, source: Float64Array, from: number): void {
  for (let i = 0; i < MOMENT_DOUBLES; i++) target[at + i]! += source[from + i]!;
  carry(target, at);
}

function addProduct(row: Float64Array, at: number, product: number): void {
  const high = Math.floor(product / LIMB);
  row[at]! += product - high * LIMB;
  row[at + 1]! += high;
}

function carry(row: Float64Array, at: number): void {
  carryLimb(row, at);
  carryLimb(row, at + 2);
  carryLimb(row, at + 3);
  carryLimb(row, at + 4);
}

function carryLimb(row: Float64Array, at: number): void {
  const limb = row[at]!;
  if (limb < LIMB) return;
  const high = Math.floor(limb / LIMB);
  row[at] = limb - high * LIMB;
  row[at + 1]! += high;
}

/** The sum as a double if it is exact in one (|sum| <= 2^53), else NaN. */
export function exactSum(row: Float64Array, at: number): number {
  const high = row[at + 1]!;
  return Math.abs(high) < LIMB ? high * LIMB + row[at]! : Number.NaN;
}

/** The sum of squares as a double if it is exact in one (below 2^52), else NaN. */
export function exactSquares(row: Float64Array, at: number): number {
  return row[at + 4] === 0 && row[at + 5] === 0 ? row[at + 3]! * LIMB + row[at + 2]! : Number.NaN;
}

/** The sum, whatever its size. */
export function bigSum(row: Float64Array, at: number): bigint {
  return (BigInt(row[at + 1]!) << 26n) + BigInt(row[at]!);
}

/** The sum of squares, whatever its size. */
export function bigSquares(row: Float64Array, at: number): bigint {
  let sum = 0n;
  for (let limb = 3; limb >= 0; limb--) sum = (sum << 26n) + BigInt(row[at + 2 + limb]!);
  return sum;
}
