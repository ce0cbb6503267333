import { elementCount } from '../graph/shapes';
import { OneOperator, storedValues } from './one-operator';
import { TensorSpec } from './tflite';

export interface ConvolutionCase {
  readonly title: string;
  readonly one: OneOperator;
  /** The real convolution, written down independently: by output position, with the specification's SAME padding. */
  readonly expected: (input: readonly number[]) => number[];
}

interface Shape {
  readonly title: string;
  readonly input: readonly [number, number, number, number];
  /** Height, width. */
  readonly filter: readonly [number, number];
  readonly outputDepth: number;
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly same: boolean;
  readonly perChannel: boolean;
  /** Input channels that one output channel sees; all unless grouped. */
  readonly filterDepth?: number;
  readonly type?: 'int8' | 'int16';
  readonly relu?: boolean;
}

const COMMON = { stride: [1, 1], dilation: [1, 1], same: true, perChannel: true } as const;
const SHAPES: Readonly<Record<'conv' | 'depthwise', readonly Shape[]>> = {
  conv: [
    { ...COMMON, title: 'odd padding', input: [1, 6, 5, 3], filter: [2, 4], outputDepth: 4 },
    {
      ...COMMON,
      title: 'VALID, strides',
      input: [2, 7, 8, 2],
      filter: [3, 2],
      outputDepth: 3,
      stride: [2, 3],
      same: false,
    },
    { ...COMMON, title: 'dilation', input: [1, 9, 9, 2], filter: [3, 3], outputDepth: 2, dilation: [2, 3] },
    {
      ...COMMON,
      title: 'one scale for all',
      input: [1, 4, 4, 3],
      filter: [3, 3],
      outputDepth: 4,
      perChannel: false,
    },
    { ...COMMON, title: 'groups', input: [1, 4, 4, 6], filter: [3, 3], outputDepth: 4, filterDepth: 3 },
    { ...COMMON, title: '16-bit values', input: [1, 5, 5, 3], filter: [3, 3], outputDepth: 4, type: 'int16' },
    {
      ...COMMON,
      title: '1 x 1, strides',
      input: [1, 5, 4, 6],
      filter: [1, 1],
      outputDepth: 5,
      stride: [2, 2],
    },
    { ...COMMON, title: 'RELU', input: [1, 5, 5, 3], filter: [3, 3], outputDepth: 4, relu: true },
  ],
  depthwise: [
    { ...COMMON, title: 'odd padding', input: [1, 6, 5, 3], filter: [2, 4], outputDepth: 3 },
    {
      ...COMMON,
      title: 'three filters a channel',
      input: [2, 7, 8, 2],
      filter: [3, 2],
      outputDepth: 6,
      stride: [2, 2],
    },
    {
      ...COMMON,
      title: 'dilation',
      input: [1, 9, 9, 2],
      filter: [3, 3],
      outputDepth: 2,
      dilation: [2, 2],
      same: false,
    },
    {
      ...COMMON,
      title: 'one scale for all',
      input: [1, 4, 4, 4],
      filter: [3, 3],
      outputDepth: 4,
      perChannel: false,
    },
    {
      ...COMMON,
      title: 'channels in fours',
      input: [2, 6, 7, 8],
      filter: [3, 3],
      outputDepth: 8,
      stride: [2, 1],
    },
    {
      ...COMMON,
      title: 'channels in fours, dilation',
      input: [1, 9, 9, 4],
      filter: [3, 3],
      outputDepth: 4,
      dilation: [2, 3],
    },
    { ...COMMON, title: 'one channel', input: [1, 7, 6, 1], filter: [4, 3], outputDepth: 6, stride: [2, 2] },
    { ...COMMON, title: '16-bit values', input: [1, 5, 5, 3], filter: [3, 3], outputDepth: 3, type: 'int16' },
  ],
};

export function convolutionCases(kind: 'conv' | 'depthwise'): readonly ConvolutionCase[] {
  return SHAPES[kind].map((shape) => (kind === 'conv' ? convolution(shape) : depthwise(shape)));
}

function extent(
  input: number,
  filter: number,
  stride: number,
  dilation: number,
  same: boolean,
): [number, number] {
  const reach = (filter - 1) * dilation + 1;
  const output = same ? Math.ceil(input / stride) : Math.floor((input - reach) / stride) + 1;
  return [output, Math.floor(Math.max(0, (output - 1) * stride + reach - input) / 2)];
}

function scalesOf({ outputDepth, perChannel }: Shape): number[] {
  return Array.from({ length: perChannel ? outputDepth : 1 }, (_, c) => Math.fround(0.004 + 0.0013 * c));
}

interface Operands {
  readonly input: TensorSpec;
  readonly filter: TensorSpec;
  readonly bias: TensorSpec;
  readonly output: TensorSpec;
}

function operands(shape: Shape, filterShape: readonly number[], axis: number): Operands {
  const type = shape.type ?? 'int8';
  const input = { shape: shape.input, type, scale: 0.043, zero: type === 'int8' ? -11 : 0 };
  const scales = scalesOf(shape);
  const filter = { shape: filterShape, scale: scales, axis, values: [] as number[] };
  filter.values = storedValues({ shape: filterShape }, 3).map((value) => Math.max(-127, value));
  const bias = {
    shape: [shape.outputDepth],
    type: type === 'int8' ? ('int32' as const) : ('int64' as const),
    scale: scales.map((scale) => scale * 0.043),
    values: Array.from({ length: shape.outputDepth }, (_, c) => 900 * c - 1500),
  };
  const [height] = extent(shape.input[1], shape.filter[0], shape.stride[0], shape.dilation[0], shape.same);
  const [width] = extent(shape.input[2], shape.filter[1], shape.stride[1], shape.dilation[1], shape.same);
  const output = {
    shape: [shape.input[0], height, width, shape.outputDepth],
    type,
    scale: type === 'int8' ? 0.31 : 2.1,
    zero: type === 'int8' ? 5 : 0,
  };
  return { input, filter, bias, output };
}

function convolution(shape: Shape): ConvolutionCase {
  const depth = shape.filterDepth ?? shape.input[3];
  const all = operands(shape, [shape.outputDepth, ...shape.filter, depth], 0);
  const { stride, dilation, same, relu } = shape;
  const options = {
    0: { i8: same ? 0 : 1 },
    1: { i32: stride[1] },
    2: { i32: stride[0] },
    3: { i8: relu === true ? 1 : 0 },
    4: { i32: dilation[1] },
    5: { i32: dilation[0] },
  };
  const perGroup = (shape.outputDepth * depth) / shape.input[3];
  const products = (c: number, fy: number, fx: number): [number, number][] =>
    Array.from({ length: depth }, (_, i) => [
      Math.floor(c / perGroup) * depth + i,
      ((c * shape.filter[0] + fy) * shape.filter[1] + fx) * depth + i,
    ]);
  return {
    title: shape.title,
    one: { code: 3, options, inputs: [all.input, all.filter, all.bias], outputs: [all.output] },
    expected: (input) => convolve(shape, all, input, products),
  };
}

function depthwise(shape: Shape): ConvolutionCase {
  const all = operands(shape, [1, ...shape.filter, shape.outputDepth], 3);
  const { stride, dilation, same } = shape;
  const options = {
    0: { i8: same ? 0 : 1 },
    1: { i32: stride[1] },
    2: { i32: stride[0] },
    3: { i32: shape.outputDepth / shape.input[3] },
    4: { i8: 0 },
    5: { i32: dilation[1] },
    6: { i32: dilation[0] },
  };
  const times = shape.outputDepth / shape.input[3];
  const products = (c: number, fy: number, fx: number): [number, number][] => [
    [Math.floor(c / times), (fy * shape.filter[1] + fx) * shape.outputDepth + c],
  ];
  return {
    title: shape.title,
    one: { code: 4, options, inputs: [all.input, all.filter, all.bias], outputs: [all.output] },
    expected: (input) => convolve(shape, all, input, products),
  };
}

/** Sums, for each output value, over pairs of input channel and filter element. */
function convolve(
  shape: Shape,
  { filter, bias, output }: Operands,
  input: readonly number[],
  products: (c: number, fy: number, fx: number) => [number, number][],
): number[] {
  const scales = scalesOf(shape);
  const scale = (c: number): number => scales[shape.perChannel ? c : 0]!;
  const [, height, width, depth] = shape.input;
  const [rows, columns] = [output.shape[1]!, output.shape[2]!];
  const [, top] = extent(height, shape.filter[0], shape.stride[0], shape.dilation[0], shape.same);
  const [, left] = extent(width, shape.filter[1], shape.stride[1], shape.dilation[1], shape.same);
  return Array.from({ length: elementCount(output.shape) }, (_, flat) => {
    const c = flat % shape.outputDepth;
    const x = Math.floor(flat / shape.outputDepth) % columns;
    const y = Math.floor(flat / (shape.outputDepth * columns)) % rows;
    const batch = Math.floor(flat / (shape.outputDepth * columns * rows));
    let sum = bias.values![c]! * scale(c) * Math.fround(0.043);
    for (let fy = 0; fy < shape.filter[0]; fy++) {
      for (let fx = 0; fx < shape.filter[1]; fx++) {
        const iy = y * shape.stride[0] - top + fy * shape.dilation[0];
        const ix = x * shape.stride[1] - left + fx * shape.dilation[1];
        if (iy < 0 || iy >= height || ix < 0 || ix >= width) continue;
        for (const [i, f] of products(c, fy, fx)) {
          sum += input[((batch * height + iy) * width + ix) * depth + i]! * filter.values![f]! * scale(c);
        }
      }
    }
    return shape.relu === true ? Math.max(0, sum) : sum;
  });
}
