import { convolutionCases } from './convolutions';
import { MIXED_MODELS } from './mixed-models';
import { encodeOne, storedValues } from './one-operator';
import { statefulModels } from './stateful-models';
import { encodeTflite, TensorSpec } from './tflite';

const Q = { scale: 0.05, zero: 3 };
const ints = (...values: number[]): TensorSpec => ({ shape: [values.length], type: 'int32', values });

function constant(tensor: TensorSpec, seed: number): TensorSpec {
  return { ...tensor, values: storedValues(tensor, seed).map((value) => Math.max(-127, value)) };
}

/** A small classifier: pad, convolve, pool, add, reshape, dense, softmax. */
const CLASSIFIER = encodeTflite([
  {
    tensors: [
      { ...Q, shape: [1, 4, 4, 2] },
      { shape: [4, 2], type: 'int32', values: [0, 0, 1, 1, 1, 1, 0, 0] },
      { ...Q, shape: [1, 6, 6, 2] },
      constant({ shape: [3, 3, 3, 2], scale: [0.01, 0.02, 0.03], axis: 0 }, 1),
      { shape: [3], type: 'int32', scale: 0.001, values: [10, -10, 5] },
      { ...Q, shape: [1, 4, 4, 3] },
      { ...Q, shape: [1, 2, 2, 3] },
      constant({ ...Q, shape: [3] }, 2),
      { ...Q, shape: [1, 2, 2, 3] },
      ints(1, -1),
      { ...Q, shape: [1, 12] },
      constant({ shape: [4, 12], scale: 0.01, zero: 0 }, 3),
      { ...Q, shape: [1, 4] },
      { shape: [1, 4], scale: 1 / 256, zero: -128 },
    ],
    inputs: [0],
    outputs: [13],
    operators: [
      { code: 34, inputs: [0, 1], outputs: [2] },
      { code: 3, inputs: [2, 3, 4], outputs: [5], options: { 0: { i8: 1 }, 1: { i32: 1 }, 2: { i32: 1 } } },
      {
        code: 1,
        inputs: [5],
        outputs: [6],
        options: { 0: { i8: 1 }, 1: { i32: 2 }, 2: { i32: 2 }, 3: { i32: 2 }, 4: { i32: 2 } },
      },
      { code: 0, inputs: [6, 7], outputs: [8], options: { 0: { i8: 1 } } },
      { code: 22, inputs: [8, 9], outputs: [10] },
      { code: 9, inputs: [10, 11, -1], outputs: [12] },
      { code: 25, inputs: [12], outputs: [13], options: { 0: { f32: 1 } } },
    ],
  },
]);

/** Moves: transpose, slice, split, concatenate, mean, resize. */
const MOVER = encodeTflite([
  {
    tensors: [
      { ...Q, shape: [1, 3, 4, 2] },
      ints(0, 2, 1, 3),
      { ...Q, shape: [1, 4, 3, 2] },
      ints(0, 1, 0, 0),
      ints(1, 4, 3, 2),
      ints(1, 1, 1, 1),
      { ...Q, shape: [1, 3, 3, 2] },
      ints(3),
      { ...Q, shape: [1, 3, 3, 1] },
      { ...Q, shape: [1, 3, 3, 1] },
      { ...Q, shape: [1, 3, 6, 1] },
      ints(2, 4),
      { ...Q, shape: [1, 2, 4, 1] },
      ints(1, 2),
      { scale: 0.02, zero: -4, shape: [1, 1] },
    ],
    inputs: [0],
    outputs: [14],
    operators: [
      { code: 39, inputs: [0, 1], outputs: [2] },
      { code: 45, inputs: [2, 3, 4, 5], outputs: [6], options: { 0: { i32: 0 }, 1: { i32: 1 } } },
      { code: 49, inputs: [7, 6], outputs: [8, 9], options: { 0: { i32: 2 } } },
      { code: 2, inputs: [8, 9], outputs: [10], options: { 0: { i32: 2 } } },
      { code: 97, inputs: [10, 11], outputs: [12], options: { 0: { i8: 0 }, 1: { i8: 1 } } },
      { code: 40, inputs: [12, 13], outputs: [14], options: { 0: { i8: 0 } } },
    ],
  },
]);

function recurrent(): Uint8Array {
  const inputs: (TensorSpec | null)[] = new Array<null>(24).fill(null);
  inputs[0] = { shape: [1, 3, 2], scale: 0.02, zero: 1 };
  for (let gate = 0; gate < 4; gate++) {
    inputs[1 + gate] = constant({ shape: [2, 2], scale: 0.01, zero: 0 }, gate);
    inputs[5 + gate] = constant({ shape: [2, 2], scale: 0.01, zero: 0 }, 4 + gate);
    inputs[12 + gate] = { shape: [2], type: 'int32', scale: 0.0002, values: [gate, -gate] };
  }
  inputs[18] = { shape: [1, 2], scale: 1 / 128, zero: 0, variable: true };
  inputs[19] = { shape: [1, 2], type: 'int16', scale: 2 ** -11, variable: true };
  return encodeOne({
    code: 44,
    options: { 0: { i8: 4 } },
    inputs,
    outputs: [{ shape: [1, 3, 2], scale: 1 / 128, zero: 0 }],
  });
}

/** Models that together use most operators, and run as they are. */
export const SAMPLE_MODELS: readonly Uint8Array[] = [
  CLASSIFIER,
  MOVER,
  recurrent(),
  ...MIXED_MODELS,
  ...statefulModels().map(([, bytes]) => bytes),
  encodeOne(convolutionCases('depthwise')[1]!.one),
  encodeOne(convolutionCases('conv')[5]!.one),
  ...[82, 89].map((code) =>
    encodeOne({
      code,
      options: { 0: { i8: 1 } },
      inputs: [{ ...Q, shape: [2, 3, 4] }, ints(0, -1)],
      outputs: [{ ...Q, shape: [1, 3, 1] }],
    }),
  ),
  ...[14, 28, 19, 21, 98, 117].map((code) =>
    encodeOne({
      code,
      inputs: [{ ...Q, shape: [8] }],
      outputs: [{ shape: [8], scale: 1 / 256, zero: -128 }],
      options: { 0: { f32: 0.1 } },
    }),
  ),
];
