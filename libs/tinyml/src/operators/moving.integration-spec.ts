import { ElementType } from '../graph/model.types';
import { differing, hasCompiler } from '../spec-builders/compiled-model';
import { encodeOne, OneOperator, storedValues } from '../spec-builders/one-operator';
import { encodeTflite, TensorSpec } from '../spec-builders/tflite';

const compiler = hasCompiler();
if (!compiler) console.warn('SKIPPED: compiled operators that move values; gcc is not there');

const Q = { scale: 0.1, zero: 5 } as const;
const ints = (...values: number[]): TensorSpec => ({ shape: [values.length], type: 'int32', values });
const of = (shape: readonly number[], type: ElementType = 'int8'): TensorSpec =>
  type === 'int8'
    ? { ...Q, shape }
    : type === 'int16'
      ? { shape, type, scale: 0.1, zero: 0 }
      : { shape, type };
const constant = (tensor: TensorSpec, seed: number): TensorSpec => ({
  ...tensor,
  values: storedValues(tensor, seed),
});
type Form = readonly [title: string, one: OneOperator];

function transposed(shape: readonly number[], axes: readonly number[], type?: ElementType): Form {
  const one = {
    code: 39,
    inputs: [of(shape, type), ints(...axes)],
    outputs: [
      of(
        axes.map((axis) => shape[axis]!),
        type,
      ),
    ],
  };
  return [`TRANSPOSE [${shape}] by [${axes}] of ${type ?? 'int8'}`, one];
}

const TRANSPOSED: readonly Form[] = [
  transposed([3, 4], [1, 0]),
  transposed([2, 3, 4], [0, 1, 2]),
  transposed([2, 3, 4], [2, 0, 1]),
  transposed([2, 3, 4, 5], [0, 2, 1, 3]),
  transposed([2, 3, 4, 5], [3, 1, 0, 2]),
  transposed([1, 3, 1, 5], [2, 3, 0, 1]),
  transposed([3, 4], [1, 0], 'int16'),
  transposed([2, 3, 4], [1, 0, 2], 'int32'),
  transposed([3, 4], [1, 0], 'float32'),
];

interface Slice {
  readonly title: string;
  readonly begin: readonly number[];
  readonly end: readonly number[];
  readonly strides?: readonly number[];
  /** Of begin, end, ellipsis, new axis, shrinking axis. */
  readonly masks?: readonly number[];
  readonly shape: readonly number[];
  readonly type?: ElementType;
}
const SLICES: readonly Slice[] = [
  { title: 'a rectangle', begin: [1, 1, 0], end: [3, 3, 2], shape: [2, 2, 2] },
  { title: 'all of it', begin: [0, 0, 0], end: [3, 4, 2], shape: [3, 4, 2] },
  { title: 'steps', begin: [0, 0, 0], end: [3, 4, 2], strides: [2, 3, 1], shape: [2, 2, 2] },
  { title: 'from the end', begin: [-1, -2, -1], end: [3, 4, 2], shape: [1, 2, 1] },
  {
    title: 'backwards',
    begin: [0, 0, 0],
    end: [0, 0, 0],
    strides: [-1, -2, -1],
    masks: [7, 7],
    shape: [3, 2, 2],
  },
  { title: 'dropped', begin: [1, 0, 1], end: [0, 4, 2], masks: [0, 0, 0, 0, 5], shape: [4] },
  { title: 'added', begin: [0, 2, 0], end: [0, 3, 2], masks: [0, 0, 0, 1], shape: [1, 1, 2, 2] },
  { title: 'an ellipsis', begin: [0, 1], end: [0, 2], masks: [0, 0, 1], shape: [3, 4, 1] },
  {
    title: 'of 16 bits',
    begin: [0, 1, 1],
    end: [3, 4, 2],
    strides: [2, 1, 1],
    shape: [2, 3, 1],
    type: 'int16',
  },
  {
    title: 'of 32 bits',
    begin: [2, 0, 0],
    end: [0, 4, 2],
    strides: [-1, 1, 1],
    shape: [2, 4, 2],
    type: 'int32',
  },
];
const SLICED = SLICES.map(
  ({ title, begin, end, strides = begin.map(() => 1), masks = [], shape, type }): Form => [
    `STRIDED_SLICE: ${title}`,
    {
      code: 45,
      options: Object.fromEntries(masks.map((mask, id) => [id, { i32: mask }])),
      inputs: [of([3, 4, 2], type), ints(...begin), ints(...end), ints(...strides)],
      outputs: [of(shape, type)],
    },
  ],
);

/** CONCATENATION and PACK of these parts, SPLIT_V and UNPACK back into them. */
function joined(axis: number, lengths: readonly number[], type?: ElementType): readonly Form[] {
  const rank = 3;
  const at = axis < 0 ? axis + rank : axis;
  const long = (length: number): number[] => [2, 3, 4].map((extent, i) => (i === at ? length : extent));
  const parts = lengths.map((length) => of(long(length), type));
  const whole = of(long(lengths.reduce((sum, length) => sum + length, 0)), type);
  const title = `[${lengths}] along ${axis} of ${type ?? 'int8'}`;
  const join = { code: 2, options: { 0: { i32: axis } }, inputs: parts, outputs: [whole] };
  const split = { code: 102, inputs: [whole, ints(...lengths), ints(axis)], outputs: parts };
  return [
    [`CONCATENATION ${title}`, join],
    [`SPLIT_V ${title}`, { ...split, options: { 0: { i32: lengths.length } } }],
  ];
}

function packed(axis: number, type?: ElementType): readonly Form[] {
  const parts = [of([3, 4], type), of([3, 4], type)];
  const whole = of(
    [
      [2, 3, 4],
      [3, 2, 4],
      [3, 4, 2],
    ][axis < 0 ? axis + 3 : axis]!,
    type,
  );
  const options = { 0: { i32: 2 }, 1: { i32: axis } };
  return [
    [`PACK along ${axis} of ${type ?? 'int8'}`, { code: 83, options, inputs: parts, outputs: [whole] }],
    [`UNPACK along ${axis} of ${type ?? 'int8'}`, { code: 88, options, inputs: [whole], outputs: parts }],
  ];
}

const half = of([2, 3, 2]);
const JOINED: readonly Form[] = [
  ...joined(0, [1, 3]),
  ...joined(1, [2, 1, 4]),
  ...joined(-1, [5, 1]),
  ...joined(2, [1, 1], 'int16'),
  ...joined(0, [2, 1], 'int32'),
  ...packed(0),
  ...packed(1),
  ...packed(-1),
  ...packed(1, 'int32'),
  [
    'SPLIT',
    { code: 49, options: { 0: { i32: 2 } }, inputs: [ints(-1), of([2, 3, 4])], outputs: [half, half] },
  ],
  [
    'CONCATENATION with a constant',
    {
      code: 2,
      options: { 0: { i32: 1 } },
      inputs: [of([2, 3]), constant(of([2, 2]), 4)],
      outputs: [of([2, 5])],
    },
  ],
];

function padded(amounts: readonly number[], type?: ElementType): readonly Form[] {
  const shape = [2, 3, 4];
  const around = shape.map((extent, i) => extent + amounts[2 * i]! + amounts[2 * i + 1]!);
  const paddings = { shape: [3, 2], type: 'int32' as const, values: [...amounts] };
  const title = `[${amounts}] of ${type ?? 'int8'}`;
  const value = { ...of([1], type), values: [-77] };
  return [
    [`PAD ${title}`, { code: 34, inputs: [of(shape, type), paddings], outputs: [of(around, type)] }],
    [`PADV2 ${title}`, { code: 60, inputs: [of(shape, type), paddings, value], outputs: [of(around, type)] }],
    [
      `PADV2 ${title}, computed`,
      { code: 60, inputs: [of(shape, type), paddings, of([1], type)], outputs: [of(around, type)] },
    ],
  ];
}

const PADDED: readonly Form[] = [
  ...padded([0, 0, 1, 2, 0, 0]),
  ...padded([1, 0, 0, 1, 2, 3]),
  ...padded([0, 0, 0, 0, 0, 0]),
  ...padded([0, 1, 1, 0, 1, 1], 'int16'),
  ...padded([1, 1, 0, 0, 0, 2], 'int32'),
];

function resized(
  [height, width]: readonly [number, number],
  align: number,
  centred: number,
  { batches = 1, type }: { readonly batches?: number; readonly type?: ElementType } = {},
): Form {
  const one = {
    code: 97,
    options: { 0: { i8: align }, 1: { i8: centred } },
    inputs: [of([batches, 5, 3, 2], type), ints(height, width)],
    outputs: [of([batches, height, width, 2], type)],
  };
  return [`RESIZE_NEAREST_NEIGHBOR to ${height}x${width}, ${align}${centred}, ${batches} of ${type}`, one];
}

const RESIZED: readonly Form[] = [
  ...[
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ].flatMap(([align, centred]) =>
    (
      [
        [10, 6],
        [7, 8],
        [3, 2],
        [1, 1],
        [5, 3],
        [47, 41],
      ] as const
    ).map((size) => resized(size, align!, centred!)),
  ),
  resized([10, 6], 0, 0, { batches: 2 }),
  resized([7, 9], 0, 1, { type: 'int16' }),
];

const value = (type: ElementType): TensorSpec => ({ ...of([1], type), values: [-3] });
const OTHERS: readonly Form[] = [
  ['SLICE', { code: 65, inputs: [of([3, 4]), ints(1, 2), ints(-1, 1)], outputs: [of([2, 1])] }],
  ['SLICE of rows', { code: 65, inputs: [of([3, 4]), ints(1, 0), ints(2, -1)], outputs: [of([2, 4])] }],
  ['RESHAPE of a constant', { code: 22, inputs: [constant(of([2, 3]), 2), ints(6)], outputs: [of([6])] }],
  ['SQUEEZE', { code: 43, inputs: [of([1, 3, 1], 'int16')], outputs: [of([3], 'int16')] }],
  ['EXPAND_DIMS', { code: 70, inputs: [of([3], 'int32'), ints(-1)], outputs: [of([3, 1], 'int32')] }],
  ['FILL', { code: 94, inputs: [ints(2, 3), value('int8')], outputs: [of([2, 3])] }],
  ['FILL of 16 bits', { code: 94, inputs: [ints(2, 3), value('int16')], outputs: [of([2, 3], 'int16')] }],
  ['FILL, computed', { code: 94, inputs: [ints(7), of([1])], outputs: [of([7])] }],
  ['SHAPE', { code: 77, inputs: [of([2, 3])], outputs: [of([2], 'int32')] }],
];

/** Flatten with a free batch size, as converters write it: the shape is computed, and is the declared one. */
const FLATTEN = encodeTflite([
  {
    tensors: [
      of([2, 3, 2]),
      of([3], 'int32'),
      ints(0),
      ints(1),
      ints(1),
      of([], 'int32'),
      { ...of([], 'int32'), values: [6] },
      of([2], 'int32'),
      of([2, 6]),
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

(compiler ? describe : describe.skip)('compiled operators that move values, under sanitizers', () => {
  const bytes = (forms: readonly Form[]): (readonly [string, Uint8Array])[] =>
    forms.map(([title, one]) => [title, encodeOne(one)] as const);

  it("TRANSPOSE, slices and paddings have the interpreter's bytes in every form", () => {
    expect(differing(bytes([...TRANSPOSED, ...SLICED, ...PADDED]))).toEqual([]);
  });

  it("joins, divisions, resizing and what only looks at shapes have the interpreter's bytes in every form", () => {
    const models = bytes([...JOINED, ...RESIZED, ...OTHERS]);
    expect(differing([...models, ['a shape that is computed', FLATTEN]])).toEqual([]);
  });
});
