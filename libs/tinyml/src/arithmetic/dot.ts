import { ElementArray } from '../graph/element-types';

/** Taken out of the global once: some hosts intercept every look-up of a global. */
const { imul } = Math;

type Integers = Exclude<ElementArray, BigInt64Array | Float32Array>;

/** `sum (x[at + i] + offset) * w[wAt + i]` as int32, which wraps. Four at a time: the loop itself is half the cost. */
export function dot(x: Integers, at: number, offset: number, w: Integers, wAt: number, n: number): number {
  let sum = 0;
  let i = 0;
  for (; i < n - 3; i += 4) {
    const a = imul(x[at + i]! + offset, w[wAt + i]!) + imul(x[at + i + 1]! + offset, w[wAt + i + 1]!);
    const b = imul(x[at + i + 2]! + offset, w[wAt + i + 2]!) + imul(x[at + i + 3]! + offset, w[wAt + i + 3]!);
    sum = (sum + a + b) | 0;
  }
  for (; i < n; i++) sum = (sum + imul(x[at + i]! + offset, w[wAt + i]!)) | 0;
  return sum;
}

/** The same, exact in a double: for 16-bit values, whose sums pass int32. */
export function dotWide(
  x: Integers,
  at: number,
  offset: number,
  w: Integers,
  wAt: number,
  n: number,
): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (x[at + i]! + offset) * w[wAt + i]!;
  return sum;
}
