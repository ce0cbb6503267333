import { encodeOne, storedValues } from './one-operator';
import { encodeTflite, TensorSpec } from './tflite';

const Q = { scale: 0.05, zero: 3 };
const ints = (...values: number[]): TensorSpec => ({ shape: [values.length], type: 'int32', values });
const constant = (tensor: TensorSpec, seed: number): TensorSpec => ({
  ...tensor,
  values: storedValues(tensor, seed).map((value) => Math.max(-127, value)),
});
const wide = (scale: number): TensorSpec => ({ shape: [2, 6], type: 'int16', scale, zero: 0 });

/** Through 16 bits and back to real numbers: values of four types take turns with the same memory. */
const MIXED_PRECISION = encodeTflite([
  {
    tensors: [
      { ...Q, shape: [2, 6] },
      wide(0.0003),
      constant({ ...wide(0.0002), shape: [6] }, 1),
      wide(0.0004),
      wide(2 ** -15),
      { scale: 1 / 128, zero: 0, shape: [2, 6] },
      { scale: 0.04, zero: -9, shape: [2, 6] },
      { shape: [2, 6], type: 'float32' },
      { scale: 0.06, zero: 1, shape: [2, 6] },
      { shape: [2, 6], type: 'uint8', scale: 0.06, zero: 129 },
    ],
    inputs: [0],
    outputs: [7, 9],
    operators: [
      { code: 114, inputs: [0], outputs: [1] },
      { code: 0, inputs: [1, 2], outputs: [3], options: { 0: { i8: 0 } } },
      { code: 28, inputs: [3], outputs: [4] },
      { code: 114, inputs: [4], outputs: [5] },
      { code: 18, inputs: [5, 0], outputs: [6], options: { 0: { i8: 0 } } },
      { code: 6, inputs: [6], outputs: [7] },
      { code: 114, inputs: [7], outputs: [8] },
      { code: 114, inputs: [8], outputs: [9] },
    ],
  },
]);

/** A step of a recurrent cell as converters unroll it: divided, gated, packed again. */
const UNROLLED = encodeTflite([
  {
    tensors: [
      { ...Q, shape: [2, 3, 4] },
      { ...Q, shape: [3, 4] },
      { ...Q, shape: [3, 4] },
      ints(1, -1),
      ints(1),
      { ...Q, shape: [3, 1] },
      { ...Q, shape: [3, 3] },
      { scale: 0.07, zero: -4, shape: [3, 4] },
      { ...Q, shape: [3, 4] },
      { ...Q, shape: [2, 3, 4] },
      { shape: [3, 2], type: 'int32', values: [0, 0, 1, 0, 0, 2] },
      { ...Q, shape: [1], values: [-50] },
      { ...Q, shape: [2, 4, 6] },
      ints(0, 1, 2),
      ints(2, -1, 3),
      { ...Q, shape: [2, 3, 3] },
    ],
    inputs: [0],
    outputs: [6, 7, 15],
    operators: [
      { code: 88, inputs: [0], outputs: [1, 2], options: { 0: { i32: 2 }, 1: { i32: 0 } } },
      { code: 102, inputs: [1, 3, 4], outputs: [5, 6], options: { 0: { i32: 2 } } },
      { code: 41, inputs: [2, 5], outputs: [7], options: { 0: { i8: 0 } } },
      { code: 55, inputs: [1, 2], outputs: [8] },
      { code: 83, inputs: [8, 1], outputs: [9], options: { 0: { i32: 2 }, 1: { i32: 0 } } },
      { code: 60, inputs: [9, 10, 11], outputs: [12] },
      { code: 65, inputs: [12, 13, 14], outputs: [15] },
    ],
  },
]);

const UPSAMPLER = encodeOne({
  code: 67,
  options: { 0: { i8: 0 }, 1: { i32: 2 }, 2: { i32: 2 } },
  inputs: [
    ints(1, 6, 6, 2),
    constant({ shape: [2, 3, 3, 2], scale: [0.01, 0.02], axis: 0 }, 3),
    { ...Q, shape: [1, 3, 3, 2] },
  ],
  outputs: [{ scale: 0.09, zero: 0, shape: [1, 6, 6, 2] }],
});

/** Models of several operators, in values of several types. */
export const MIXED_MODELS: readonly Uint8Array[] = [MIXED_PRECISION, UNROLLED, UPSAMPLER];
