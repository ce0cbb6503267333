import { createInterpreter } from '../interpreter/interpreter';
import { loadTflite } from '../tflite/load-tflite';
import { encodeTflite, TensorSpec } from '../spec-builders/tflite';

const NAME = { 0: { text: '' }, 1: { text: 'frames' } };
const HANDLE: TensorSpec = { shape: [1], type: 'resource' };
const FRAME: TensorSpec = { shape: [1, 2], scale: 0.1, zero: 5 };
const ints = (...values: number[]): TensorSpec => ({ shape: [values.length], type: 'int32', values });

/** A streaming model: keeps the last three frames in a variable that another subgraph fills at the beginning. */
const STREAMING = encodeTflite([
  {
    tensors: [
      FRAME,
      HANDLE,
      { ...FRAME, shape: [3, 2] },
      { ...FRAME, shape: [4, 2] },
      ints(1, 0),
      ints(4, 2),
      ints(1, 1),
      { ...FRAME, shape: [3, 2] },
    ],
    inputs: [0],
    outputs: [7],
    operators: [
      { code: 129, inputs: [], outputs: [], options: { 0: { i32: 1 } } },
      { code: 142, inputs: [], outputs: [1], options: NAME },
      { code: 143, inputs: [1], outputs: [2] },
      { code: 2, inputs: [2, 0], outputs: [3], options: { 0: { i32: 0 } } },
      { code: 45, inputs: [3, 4, 5, 6], outputs: [7] },
      { code: 144, inputs: [1, 7], outputs: [] },
    ],
  },
  {
    tensors: [HANDLE, { ...FRAME, shape: [3, 2], values: [9, 9, 9, 9, 9, 9] }],
    inputs: [],
    outputs: [],
    operators: [
      { code: 142, inputs: [], outputs: [0], options: NAME },
      { code: 144, inputs: [0, 1], outputs: [] },
    ],
  },
]);

describe('variables', () => {
  it('are filled once, keep what they are given between runs, and are filled again after a reset', () => {
    const interpreter = createInterpreter(loadTflite(STREAMING), 'tflm');
    const run = (a: number, b: number): number[] => [
      ...(interpreter.run([Int8Array.of(a, b)])[0] as Int8Array),
    ];
    expect(run(1, 2)).toEqual([9, 9, 9, 9, 1, 2]);
    expect(run(3, 4)).toEqual([9, 9, 1, 2, 3, 4]);
    interpreter.reset();
    expect(run(5, 6)).toEqual([9, 9, 9, 9, 5, 6]);
  });

  it('a subgraph that calls itself is refused', () => {
    const call = {
      tensors: [],
      inputs: [],
      outputs: [],
      operators: [{ code: 129, inputs: [], outputs: [], options: { 0: { i32: 0 } } }],
    };
    expect(() => createInterpreter(loadTflite(encodeTflite([call])), 'tflm')).toThrow(/calls itself/);
  });
});
