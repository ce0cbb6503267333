/** Bits in the binary form of an integer of 0 to 2^53 - 1; 0 for 0. */
export function bitLength(value: number): number {
  if (value < 4294967296) return 32 - Math.clz32(value);
  return 64 - Math.clz32(Math.floor(value / 4294967296));
}

/** Small magnitudes of both signs to small unsigned integers: 0, -1, 1, -2 … to 0, 1, 2, 3 … Exact for |value| <= 2^52. */
export function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

/** The inverse of {@link zigzag}. */
export function unzigzag(code: number): number {
  return code % 2 === 0 ? code / 2 : -(code + 1) / 2;
}

/** Greatest common divisor of two integers below 2^53; of 0 and x it is |x|. */
export function gcd(a: number, b: number): number {
  let x = Math.abs(a);
  let y = Math.abs(b);
  if (x < 0x40000000 && y < 0x40000000) return narrowGcd(x | 0, y | 0);
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/** Euclid on small integers, whose remainders are many times faster than those of doubles. */
function narrowGcd(a: number, b: number): number {
  let x = a;
  let y = b;
  while (y !== 0) {
    const rest = x % y;
    x = y;
    y = rest;
  }
  return x;
}
