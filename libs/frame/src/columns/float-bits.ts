const memory = new DataView(new ArrayBuffer(8));
const HALF = 4294967296;

/** The two halves of a double's bits, remapped so that larger values have larger high halves: sign flipped, negatives inverted. */
export function orderedHalves(value: number): { high: number; low: number } {
  memory.setFloat64(0, value);
  const high = memory.getUint32(0);
  const low = memory.getUint32(4);
  return high >= 0x80000000
    ? { high: ~high >>> 0, low: ~low >>> 0 }
    : { high: (high | 0x80000000) >>> 0, low };
}

/** The inverse of {@link orderedHalves}. */
export function fromOrderedHalves(high: number, low: number): number {
  const negative = high < 0x80000000;
  memory.setUint32(0, negative ? ~high : high ^ 0x80000000);
  memory.setUint32(4, negative ? ~low : low);
  return memory.getFloat64(0);
}

/** `value` with its 64-bit pattern moved by `steps` (|steps| < 2^31): the double that many places further from zero. */
export function stepDouble(value: number, steps: number): number {
  memory.setFloat64(0, value);
  const low = memory.getUint32(4) + steps;
  memory.setUint32(0, memory.getUint32(0) + Math.floor(low / HALF));
  memory.setUint32(4, low);
  return memory.getFloat64(0);
}

/** Steps from `from` to `to` for {@link stepDouble}, or Infinity when they are 2^31 or more or of different sign. */
export function stepsBetween(from: number, to: number): number {
  memory.setFloat64(0, from);
  const fromHigh = memory.getUint32(0);
  const fromLow = memory.getUint32(4);
  memory.setFloat64(0, to);
  const steps = (memory.getUint32(0) - fromHigh) * HALF + (memory.getUint32(4) - fromLow);
  return Math.abs(steps) < 2 ** 31 ? steps : Infinity;
}
