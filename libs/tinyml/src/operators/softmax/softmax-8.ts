import {
  fixedPointFunctions,
  reciprocalDigits,
  reciprocalExponent,
} from '../../arithmetic/fixed-point-functions';
import { fixedMultiplier, highMultiply, roundingShift } from '../../arithmetic/fixed-point';
import { integerRange } from '../../graph/element-types';
import { Kernel, Operand } from '../operator';

/** Differences from the greatest value have five integer bits, the sum of exponentials twelve. */
const DIFFERENCE_BITS = 5;
const SUM_BITS = 12;

/**
 * Softmax of int8 along the last dimension, to int8 or int16. A difference has one of 256 values, so its exponential is
 * looked up in a table made by the same arithmetic.
 */
export function softmax8(input: Operand, output: Operand, scale: number, beta: number): Kernel {
  const depth = input.shape.at(-1)!;
  const [least, greatest] = integerRange(output.type);
  const resultBits = output.type === 'int8' ? 8 : 16;
  const { exponentials, smallest } = exponentialTable(scale, beta);
  const [x, out] = [input.values as Int8Array, output.values as Int8Array];
  const row = (at: number): void => {
    let max = -128;
    for (let c = 0; c < depth; c++) max = Math.max(max, x[at + c]!);
    let sum = 0;
    for (let c = 0; c < depth; c++) {
      const below = max - x[at + c]!;
      if (below <= smallest) sum = (sum + roundingShift(exponentials[below]!, SUM_BITS)) | 0;
    }
    const digits = reciprocalDigits(sum);
    const shift = reciprocalExponent(sum, SUM_BITS) + 31 - resultBits;
    for (let c = 0; c < depth; c++) {
      const below = max - x[at + c]!;
      const counts = below <= smallest && shift <= 31;
      const value = counts ? roundingShift(highMultiply(digits, exponentials[below]!), shift) + least : least;
      out[at + c] = value > greatest ? greatest : value < least ? least : value;
    }
  };
  return () => {
    for (let at = 0; at < x.length; at += depth) row(at);
  };
}

/** exp(-d * scale * beta) for d = 0 to 255; past `smallest` it counts as nothing. */
export function exponentialTable(
  scale: number,
  beta: number,
): { readonly exponentials: Int32Array; readonly smallest: number } {
  const real = Math.min(beta * scale * 2 ** (31 - DIFFERENCE_BITS), 2147483647);
  const { multiplier, shift } = fixedMultiplier(real);
  const radius = Math.floor(((2 ** DIFFERENCE_BITS - 1) * 2 ** (31 - DIFFERENCE_BITS)) / 2 ** shift);
  const smallest = Math.min(255, radius);
  const { exp } = fixedPointFunctions(32);
  const exponentials = new Int32Array(256);
  for (let d = 0; d <= smallest; d++) {
    exponentials[d] = exp(highMultiply(-d * 2 ** shift, multiplier), DIFFERENCE_BITS);
  }
  return { exponentials, smallest };
}
