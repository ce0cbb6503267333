import { encodeOne, OneOperator, storedValues } from './one-operator';
import { encodeTflite, SubgraphSpec, TensorSpec } from './tflite';

const HANDLE: TensorSpec = { shape: [1], type: 'resource' };
const ints = (...values: number[]): TensorSpec => ({ shape: [values.length], type: 'int32', values });
const constant = (tensor: TensorSpec, seed: number): TensorSpec => ({
  ...tensor,
  values: storedValues(tensor, seed).map((value) => Math.max(-127, value)),
});
const named = (name: string): { 0: { text: string }; 1: { text: string } } => ({
  0: { text: '' },
  1: { text: name },
});

/** Keeps the last three frames; `first` fills the variable at the beginning, if at all. */
function streaming(frame: Omit<TensorSpec, 'shape'>, first?: SubgraphSpec): Uint8Array {
  const of = (...shape: number[]): TensorSpec => ({ ...frame, shape });
  const call = { code: 129, inputs: [], outputs: [], options: { 0: { i32: 1 } } };
  return encodeTflite([
    {
      tensors: [of(1, 2), HANDLE, of(3, 2), of(4, 2), ints(1, 0), ints(4, 2), ints(1, 1), of(3, 2)],
      inputs: [0],
      outputs: [7],
      operators: [
        ...(first === undefined ? [] : [call]),
        { code: 142, inputs: [], outputs: [1], options: named('frames') },
        { code: 143, inputs: [1], outputs: [2] },
        { code: 2, inputs: [2, 0], outputs: [3], options: { 0: { i32: 0 } } },
        { code: 45, inputs: [3, 4, 5, 6], outputs: [7] },
        { code: 144, inputs: [1, 7], outputs: [] },
      ],
    },
    ...(first === undefined ? [] : [first]),
  ]);
}

const FRAME = { scale: 0.1, zero: 5 } as const;
const WIDE_FRAME = { type: 'int16', scale: 0.1, zero: 0 } as const;

/** Assigns a constant. */
const CONSTANT_FIRST: SubgraphSpec = {
  tensors: [HANDLE, { ...FRAME, shape: [3, 2], values: [9, 8, 7, 6, 5, 4] }],
  inputs: [],
  outputs: [],
  operators: [
    { code: 142, inputs: [], outputs: [0], options: named('frames') },
    { code: 144, inputs: [0, 1], outputs: [] },
  ],
};

/** Computes what it assigns, in memory of its own. */
const COMPUTED_FIRST: SubgraphSpec = {
  tensors: [HANDLE, ints(3, 2), { ...FRAME, shape: [1], values: [-11] }, { ...FRAME, shape: [3, 2] }],
  inputs: [],
  outputs: [],
  operators: [
    { code: 142, inputs: [], outputs: [0], options: named('frames') },
    { code: 94, inputs: [1, 2], outputs: [3] },
    { code: 144, inputs: [0, 3], outputs: [] },
  ],
};

function svdf(rank: number, batches: number): OneOperator {
  const [inputs, filters, memory] = [6, 4, 3];
  const units = filters / rank;
  return {
    code: 27,
    options: { 0: { i32: rank }, 1: { i8: 1 } },
    inputs: [
      { shape: [batches, inputs], scale: 0.02, zero: 1 },
      constant({ shape: [filters, inputs], scale: 0.006, zero: 0 }, 2),
      {
        shape: [filters, memory],
        type: 'int16',
        scale: 0.00002,
        zero: 0,
        values: storedValues({ shape: [filters, memory], type: 'int16' }, 3),
      },
      ...(rank === 2
        ? [{ shape: [units], type: 'int32' as const, scale: 4e-9, values: [1_000_000, -20_000_000] }]
        : [null]),
      { shape: [batches, filters * memory], type: 'int16', scale: 0.0002, variable: true },
    ],
    outputs: [{ shape: [batches, units], scale: 0.05, zero: -4 }],
  };
}

interface Lstm {
  readonly shape: readonly [number, number, number];
  readonly timeMajor?: boolean;
  readonly clip?: number;
  readonly exponent?: number;
}

function lstm({ shape, timeMajor = false, clip = 0, exponent = -11 }: Lstm): OneOperator {
  const [batches, depth, units] = [timeMajor ? shape[1] : shape[0], shape[2], 5];
  const inputs: (TensorSpec | null)[] = new Array<null>(24).fill(null);
  inputs[0] = { shape, scale: 0.016, zero: 3 };
  for (let gate = 0; gate < 4; gate++) {
    inputs[1 + gate] = constant({ shape: [units, depth], scale: 0.006, zero: 0 }, 10 + gate);
    inputs[5 + gate] = constant({ shape: [units, units], scale: 0.005, zero: 0 }, 20 + gate);
    const bias = storedValues({ shape: [units], type: 'int16' }, 30 + gate).map((value) => value >> 3);
    inputs[12 + gate] = { shape: [units], type: 'int32', scale: 0.0001, values: bias };
  }
  inputs[18] = { shape: [batches, units], scale: 1 / 128, zero: 2, variable: true };
  inputs[19] = { shape: [batches, units], type: 'int16', scale: 2 ** exponent, variable: true };
  return {
    code: 44,
    options: { 0: { i8: 4 }, 1: { f32: clip }, 3: { i8: timeMajor ? 1 : 0 } },
    inputs,
    outputs: [{ shape: [shape[0], shape[1], units], scale: 1 / 128, zero: 2 }],
  };
}

/** Models that remember, by title. */
export function statefulModels(): readonly (readonly [title: string, bytes: Uint8Array])[] {
  return [
    ['frames from the zero point on', streaming(FRAME)],
    ['frames from a constant on', streaming(FRAME, CONSTANT_FIRST)],
    ['frames from a computed beginning on', streaming(FRAME, COMPUTED_FIRST)],
    ['frames of 16 bits', streaming(WIDE_FRAME)],
    ['SVDF', encodeOne(svdf(2, 1))],
    ['SVDF of rank 1 over two batches', encodeOne(svdf(1, 2))],
    ['LSTM', encodeOne(lstm({ shape: [1, 6, 4] }))],
    ['LSTM of two sequences', encodeOne(lstm({ shape: [2, 5, 4] }))],
    ['LSTM of two sequences, time first', encodeOne(lstm({ shape: [5, 2, 4], timeMajor: true }))],
    ['LSTM with a bound', encodeOne(lstm({ shape: [1, 6, 4], clip: 0.25 }))],
    ['LSTM, coarse state', encodeOne(lstm({ shape: [1, 6, 4], exponent: -9 }))],
    ['LSTM, fine state', encodeOne(lstm({ shape: [1, 6, 4], exponent: -15 }))],
  ];
}
