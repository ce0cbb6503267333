import { runOne, storedValues } from '../spec-builders/one-operator';
import { createInterpreter } from '../interpreter/interpreter';
import { encodeTflite, TensorSpec } from '../spec-builders/tflite';
import { loadTflite } from '../tflite/load-tflite';

const SCALE = { scale: 0.1, zero: 5 };
const ints = (...values: number[]): TensorSpec => ({ shape: [values.length], type: 'int32', values });
const count = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

describe('operators that move values', () => {
  it('RESHAPE keeps the order, and fills in -1', () => {
    const one = {
      code: 22,
      inputs: [{ ...SCALE, shape: [2, 6] }, ints(3, -1)],
      outputs: [{ ...SCALE, shape: [3, 4] }],
    };
    expect(runOne(one, 'tflm', [count(12)])).toEqual([count(12)]);
  });

  it('SQUEEZE and EXPAND_DIMS change the shape alone', () => {
    const squeeze = {
      code: 43,
      options: { 0: { ints: [0] } },
      inputs: [{ ...SCALE, shape: [1, 3, 1] }],
      outputs: [{ ...SCALE, shape: [3, 1] }],
    };
    expect(runOne(squeeze, 'tflm', [[1, 2, 3]])).toEqual([[1, 2, 3]]);
    const expand = {
      code: 70,
      inputs: [{ ...SCALE, shape: [3] }, ints(-1)],
      outputs: [{ ...SCALE, shape: [3, 1] }],
    };
    expect(runOne(expand, 'tflm', [[1, 2, 3]])).toEqual([[1, 2, 3]]);
  });

  it('CONCATENATION joins along an axis, SPLIT takes apart again', () => {
    const [a, b] = [
      { ...SCALE, shape: [2, 1, 2] },
      { ...SCALE, shape: [2, 3, 2] },
    ];
    const join = {
      code: 2,
      options: { 0: { i32: -2 } },
      inputs: [a, b],
      outputs: [{ ...SCALE, shape: [2, 4, 2] }],
    };
    const [joined] = runOne(join, 'tflm', [
      [1, 2, 3, 4],
      [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21],
    ]);
    expect(joined).toEqual([1, 2, 10, 11, 12, 13, 14, 15, 3, 4, 16, 17, 18, 19, 20, 21]);
    const half = { ...SCALE, shape: [2, 2, 2] };
    const split = {
      code: 49,
      options: { 0: { i32: 2 } },
      inputs: [ints(1), { ...SCALE, shape: [2, 4, 2] }],
      outputs: [half, half],
    };
    expect(runOne(split, 'tflm', [joined!])).toEqual([
      [1, 2, 10, 11, 3, 4, 16, 17],
      [12, 13, 14, 15, 18, 19, 20, 21],
    ]);
  });

  it('CONCATENATION of differently quantised parts is refused: there is no rescaling', () => {
    const parts = [
      { ...SCALE, shape: [2] },
      { shape: [2], scale: 0.2, zero: 5 },
    ];
    const one = { code: 2, inputs: parts, outputs: [{ ...SCALE, shape: [4] }] };
    expect(() =>
      runOne(one, 'tflm', [
        [1, 2],
        [3, 4],
      ]),
    ).toThrow(/CONCATENATION \(operator 0 of subgraph 0\): .*quantised differently/);
  });

  it('SPLIT_V takes apart by lengths, one of which may be what is left', () => {
    const of = (width: number): TensorSpec => ({ ...SCALE, shape: [2, width] });
    const split = (lengths: TensorSpec) => ({
      code: 102,
      options: { 0: { i32: 3 } },
      inputs: [of(6), lengths, ints(-1)],
      outputs: [of(1), of(3), of(2)],
    });
    const parts = [
      [0, 6],
      [1, 2, 3, 7, 8, 9],
      [4, 5, 10, 11],
    ];
    expect(runOne(split(ints(1, 3, 2)), 'tflm', [count(12)])).toEqual(parts);
    expect(runOne(split(ints(1, -1, 2)), 'litert', [count(12)])).toEqual(parts);
    expect(() => runOne(split(ints(1, 3, 1)), 'tflm', [count(12)])).toThrow(/do not fill the axis/);
  });

  it('PACK and UNPACK are inverse', () => {
    const part = { ...SCALE, shape: [2, 2] };
    const whole = { ...SCALE, shape: [2, 3, 2] };
    const pack = {
      code: 83,
      options: { 0: { i32: 3 }, 1: { i32: 1 } },
      inputs: [part, part, part],
      outputs: [whole],
    };
    const parts = [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
      [9, 10, 11, 12],
    ];
    const [packed] = runOne(pack, 'tflm', parts);
    expect(packed).toEqual([1, 2, 5, 6, 9, 10, 3, 4, 7, 8, 11, 12]);
    const unpack = {
      code: 88,
      options: { 0: { i32: 3 }, 1: { i32: 1 } },
      inputs: [whole],
      outputs: [part, part, part],
    };
    expect(runOne(unpack, 'tflm', [packed!])).toEqual(parts);
  });

  it('PAD surrounds by the zero point, PADV2 by its third input', () => {
    const [input, output] = [
      { ...SCALE, shape: [2, 2] },
      { ...SCALE, shape: [3, 5] },
    ];
    const paddings = { shape: [2, 2], type: 'int32' as const, values: [1, 0, 1, 2] };
    const pad = { code: 34, inputs: [input, paddings], outputs: [output] };
    expect(runOne(pad, 'tflm', [[1, 2, 3, 4]])).toEqual([[5, 5, 5, 5, 5, 5, 1, 2, 5, 5, 5, 3, 4, 5, 5]]);
    const value = { ...SCALE, shape: [1], values: [-9] };
    const padv2 = { code: 60, inputs: [input, paddings, value], outputs: [output] };
    expect(runOne(padv2, 'tflm', [[1, 2, 3, 4]])).toEqual([
      [-9, -9, -9, -9, -9, -9, 1, 2, -9, -9, -9, 3, 4, -9, -9],
    ]);
  });

  it('TRANSPOSE there and back changes nothing, for every permutation', () => {
    for (const [there, back] of [
      [
        [2, 0, 1],
        [1, 2, 0],
      ],
      [
        [1, 0, 2],
        [1, 0, 2],
      ],
      [
        [2, 1, 0],
        [2, 1, 0],
      ],
    ] as const) {
      const shape = [2, 3, 4];
      const moved = { ...SCALE, shape: there.map((axis) => shape[axis]!) };
      const first = { code: 39, inputs: [{ ...SCALE, shape }, ints(...there)], outputs: [moved] };
      const second = { code: 39, inputs: [moved, ints(...back)], outputs: [{ ...SCALE, shape }] };
      const [result] = runOne(first, 'tflm', [count(24)]);
      expect(runOne(second, 'tflm', [result!])).toEqual([count(24)]);
      if (there[0] === 2 && there[1] === 0) expect(result!.slice(0, 4)).toEqual([0, 4, 8, 12]);
    }
  });

  it('RESIZE_NEAREST_NEIGHBOR takes the pixel that the options say', () => {
    const resize = (align: number, half: number, width: number): readonly number[] => {
      const options = { 0: { i8: align }, 1: { i8: half } };
      const one = {
        code: 97,
        options,
        inputs: [{ ...SCALE, shape: [1, 1, 3, 1] }, ints(1, width)],
        outputs: [{ ...SCALE, shape: [1, 1, width, 1] }],
      };
      return runOne(one, 'tflm', [[10, 20, 30]])[0]!;
    };
    expect(resize(0, 0, 6)).toEqual([10, 10, 20, 20, 30, 30]);
    expect(resize(0, 0, 5)).toEqual([10, 10, 20, 20, 30]);
    expect(resize(1, 0, 5)).toEqual([10, 20, 20, 30, 30]);
    expect(resize(0, 1, 2)).toEqual([10, 30]);
    expect(resize(0, 0, 2)).toEqual([10, 20]);
  });

  it('SLICE takes a range of each dimension, -1 the rest', () => {
    const inputs = [{ ...SCALE, shape: [3, 4] }, ints(1, 2), ints(-1, 1)];
    const one = { code: 65, inputs, outputs: [{ ...SCALE, shape: [2, 1] }] };
    expect(runOne(one, 'tflm', [count(12)])).toEqual([[6, 10]]);
  });

  it('a shape that is computed at run time is the declared one: flatten with a free batch size', () => {
    const scalar: TensorSpec = { shape: [], type: 'int32' };
    const model = encodeTflite([
      {
        tensors: [
          { ...SCALE, shape: [2, 3, 2] },
          { shape: [3], type: 'int32' },
          ints(0),
          ints(1),
          ints(1),
          scalar,
          { ...scalar, values: [6] },
          { shape: [2], type: 'int32' },
          { ...SCALE, shape: [2, 6] },
        ],
        inputs: [0],
        outputs: [8],
        operators: [
          { code: 77, inputs: [0], outputs: [1] },
          { code: 45, inputs: [1, 2, 3, 4], outputs: [5], options: { 4: { i32: 1 } } },
          { code: 83, inputs: [5, 6], outputs: [7], options: { 0: { i32: 2 } } },
          { code: 22, inputs: [0, 7], outputs: [8] },
        ],
      },
    ]);
    const interpreter = createInterpreter(loadTflite(model), 'tflm');
    expect([...(interpreter.run([Int8Array.from(count(12))])[0] as Int8Array)]).toEqual(count(12));
  });

  it('FILL repeats one value', () => {
    const value = { ...SCALE, shape: [1], values: [-3] };
    const one = {
      code: 94,
      inputs: [{ ...ints(2, 2), values: [2, 2] }, value],
      outputs: [{ ...SCALE, shape: [2, 2] }],
    };
    expect(runOne(one, 'tflm', [])).toEqual([[-3, -3, -3, -3]]);
  });

  it('SHAPE tells the extents', () => {
    const one = {
      code: 77,
      inputs: [{ ...SCALE, shape: [2, 3] }],
      outputs: [{ shape: [2], type: 'int32' as const }],
    };
    expect(runOne(one, 'tflm', [count(6)])).toEqual([[2, 3]]);
  });
});

describe('STRIDED_SLICE', () => {
  interface Slice {
    readonly begin: readonly number[];
    readonly end: readonly number[];
    readonly strides?: readonly number[];
    readonly masks?: Partial<Record<'begin' | 'end' | 'ellipsis' | 'newAxis' | 'shrink', number>>;
  }
  const ids = { begin: 0, end: 1, ellipsis: 2, newAxis: 3, shrink: 4 } as const;
  function slice(
    { begin, end, strides = begin.map(() => 1), masks = {} }: Slice,
    shape: readonly number[],
  ): readonly number[] {
    const options = Object.fromEntries(
      Object.entries(masks).map(([name, mask]) => [ids[name as 'begin'], { i32: mask }]),
    );
    const inputs = [{ ...SCALE, shape: [3, 4] }, ints(...begin), ints(...end), ints(...strides)];
    return runOne({ code: 45, options, inputs, outputs: [{ ...SCALE, shape }] }, 'tflm', [count(12)])[0]!;
  }

  it('takes a rectangle', () => expect(slice({ begin: [1, 1], end: [3, 3] }, [2, 2])).toEqual([5, 6, 9, 10]));
  it('steps', () =>
    expect(slice({ begin: [0, 0], end: [3, 4], strides: [2, 3] }, [2, 2])).toEqual([0, 3, 8, 11]));
  it('counts from the end', () => expect(slice({ begin: [-1, -2], end: [3, 4] }, [1, 2])).toEqual([10, 11]));
  it('goes backwards', () =>
    expect(
      slice({ begin: [0, 0], end: [0, 0], strides: [-1, -2], masks: { begin: 3, end: 3 } }, [3, 2]),
    ).toEqual([11, 9, 7, 5, 3, 1]));
  it('drops a dimension', () =>
    expect(slice({ begin: [1, 0], end: [0, 4], masks: { shrink: 1 } }, [4])).toEqual([4, 5, 6, 7]));
  it('adds a dimension', () =>
    expect(slice({ begin: [0, 2, 0], end: [0, 3, 2], masks: { newAxis: 1 } }, [1, 1, 2])).toEqual([8, 9]));
  it('an ellipsis stands for the rest', () =>
    expect(slice({ begin: [0, 3], end: [0, 4], masks: { ellipsis: 1 } }, [3, 1])).toEqual([3, 7, 11]));
  it('leaves what is not named', () =>
    expect(slice({ begin: [2], end: [3] }, [1, 4])).toEqual([8, 9, 10, 11]));
  it('refuses to leave nothing', () =>
    expect(() => slice({ begin: [2, 0], end: [1, 4] }, [1, 4])).toThrow(/nothing is left/));
});

describe('values through a move', () => {
  it('stay the stored values they were, at the ends of their range too', () => {
    const input = { ...SCALE, shape: [4, 8] };
    const one = { code: 39, inputs: [input, ints(1, 0)], outputs: [{ ...SCALE, shape: [8, 4] }] };
    const stored = storedValues(input, 2);
    expect([...runOne(one, 'tflm', [stored])[0]!].sort()).toEqual([...stored].sort());
  });
});
