import { ElementArray } from '../graph/element-types';

type Integers = Exclude<ElementArray, BigInt64Array | Float32Array>;

/** `sum (x[at + i] + offset) * w[wAt + i]` as int32, which wraps. */
export function dot(x: Integers, at: number, offset: number, w: Integers, wAt: number, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum = (sum + Math.imul(x[at + i]! + offset, w[wAt + i]!)) | 0;
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
