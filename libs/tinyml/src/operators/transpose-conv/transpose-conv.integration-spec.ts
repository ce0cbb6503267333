import { differing, hasCompiler } from '../../spec-builders/compiled-model';
import { encodeOne, OneOperator, storedValues } from '../../spec-builders/one-operator';
import { TensorSpec } from '../../spec-builders/tflite';

const compiler = hasCompiler();
if (!compiler) console.warn('SKIPPED: compiled transposed convolutions; gcc is not there');

interface Form {
  readonly title: string;
  readonly same?: boolean;
  readonly strides: readonly [number, number];
  readonly filter: readonly [number, number];
  readonly output: readonly [number, number];
  readonly batches?: number;
  readonly oneScale?: boolean;
  readonly bias?: 'int32' | 'int64' | 'none';
  readonly wide?: boolean;
}
const FORMS: readonly Form[] = [
  { title: 'VALID', strides: [2, 3], filter: [3, 2], output: [7, 11] },
  { title: 'SAME', same: true, strides: [2, 2], filter: [3, 3], output: [6, 8] },
  { title: 'one step', same: true, strides: [1, 1], filter: [3, 3], output: [3, 4] },
  { title: 'steps past the filter', strides: [4, 3], filter: [2, 1], output: [10, 10] },
  {
    title: 'one scale, no bias',
    strides: [2, 2],
    filter: [2, 2],
    output: [6, 8],
    oneScale: true,
    bias: 'none',
  },
  { title: 'two images', same: true, strides: [2, 2], filter: [4, 4], output: [6, 8], batches: 2 },
  { title: '16 bits', strides: [2, 3], filter: [3, 2], output: [7, 11], wide: true, bias: 'int64' },
  {
    title: '16 bits, no bias',
    same: true,
    strides: [2, 2],
    filter: [3, 3],
    output: [6, 8],
    wide: true,
    bias: 'none',
  },
  { title: '16 bits, short bias', strides: [2, 3], filter: [3, 2], output: [7, 11], wide: true },
];
const [OUT, IN] = [3, 2];

function model({
  same,
  strides,
  filter,
  output,
  batches = 1,
  oneScale,
  bias = 'int32',
  wide,
}: Form): OneOperator {
  const filterShape = [OUT, ...filter, IN];
  const values = storedValues({ shape: filterShape }, 8).map((value) => Math.max(-127, value));
  const target = [batches, ...output, OUT];
  const type = wide === true ? 'int16' : 'int8';
  const biases: readonly TensorSpec[] =
    bias === 'none' ? [] : [{ shape: [OUT], type: bias, scale: 0.0003, values: [100, -2000, 0] }];
  return {
    code: 67,
    options: {
      0: { i8: same === true ? 0 : 1 },
      1: { i32: strides[1] },
      2: { i32: strides[0] },
      3: { i8: 1 },
    },
    inputs: [
      { shape: [4], type: 'int32', values: target },
      { shape: filterShape, scale: oneScale === true ? 0.007 : [0.006, 0.007, 0.008], values },
      { type, shape: [batches, 3, 4, IN], scale: 0.04, zero: wide === true ? 0 : 12 },
      ...biases,
    ],
    outputs: [{ type, shape: target, scale: 0.12, zero: wide === true ? 0 : -6 }],
  };
}

(compiler ? describe : describe.skip)('compiled transposed convolutions under sanitizers', () => {
  it("have the interpreter's bytes in every form", () => {
    expect(differing(FORMS.map((form) => [form.title, encodeOne(model(form))]))).toEqual([]);
  });
});
