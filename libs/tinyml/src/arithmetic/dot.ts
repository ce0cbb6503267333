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

/** Sums of products that are added up channel by channel: int32, which wraps, or doubles for 16-bit values. */
export type Accumulators = Int32Array | Float64Array;

export function newAccumulators(count: number, wide: boolean): Accumulators {
  return wide ? new Float64Array(count) : new Int32Array(count);
}

/** Adds to `sums[c]` the products of `run` inputs from `at` with row c of the weights, from `weight` on, for all c. */
export type RowSums = (at: number, weight: number, run: number) => void;

/**
 * `RowSums` over rows of weights `rowLength` apart. Of 8-bit values each input is read once for four rows: reading is
 * most of the cost.
 */
export function rowSums(
  x: Integers,
  offset: number,
  w: Integers,
  rowLength: number,
  sums: Accumulators,
): RowSums {
  if (sums instanceof Float64Array) {
    return (at, weight, run) => {
      for (let c = 0; c < sums.length; c++)
        sums[c]! += dotWide(x, at, offset, w, weight + c * rowLength, run);
    };
  }
  const rows = { x, offset, w, rowLength, sums };
  return (at, weight, run) => addRows(rows, at, weight, run);
}

interface Rows {
  readonly x: Integers;
  readonly offset: number;
  readonly w: Integers;
  readonly rowLength: number;
  readonly sums: Int32Array;
}

/** A function of its own rather than a closure over arrays: one compiled form for all layers, twice as fast. */
function addRows({ x, offset, w, rowLength, sums }: Rows, at: number, weight: number, run: number): void {
  let c = 0;
  for (; c < sums.length - 3; c += 4) {
    const first = weight + c * rowLength;
    const second = first + rowLength;
    const third = second + rowLength;
    const fourth = third + rowLength;
    let p = 0;
    let q = 0;
    let r = 0;
    let s = 0;
    for (let i = 0; i < run; i++) {
      const value = x[at + i]! + offset;
      p = (p + imul(value, w[first + i]!)) | 0;
      q = (q + imul(value, w[second + i]!)) | 0;
      r = (r + imul(value, w[third + i]!)) | 0;
      s = (s + imul(value, w[fourth + i]!)) | 0;
    }
    sums[c]! += p;
    sums[c + 1]! += q;
    sums[c + 2]! += r;
    sums[c + 3]! += s;
  }
  for (; c < sums.length; c++) sums[c]! += dot(x, at, offset, w, weight + c * rowLength, run);
}
