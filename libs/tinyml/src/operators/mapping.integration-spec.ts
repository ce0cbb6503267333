import { ElementType } from '../graph/model.types';
import { differing, hasCompiler } from '../spec-builders/compiled-model';
import { encodeOne, OneOperator } from '../spec-builders/one-operator';
import { TensorSpec } from '../spec-builders/tflite';

const compiler = hasCompiler();
if (!compiler) console.warn('SKIPPED: compiled operators of one value; gcc is not there');

const SHAPE = [2, 150];
type End = Omit<TensorSpec, 'shape'>;
const S16 = { type: 'int16', zero: 0 } as const;
const one = (code: number, input: End, output: End, options = {}): OneOperator => ({
  code,
  inputs: [{ ...input, shape: SHAPE }],
  outputs: [{ ...output, shape: SHAPE }],
  options,
});
const Q: End = { scale: 0.05, zero: 3 };
const OUT: End = { scale: 0.07, zero: -20 };
const Q15: End = { ...S16, scale: 2 ** -15 };
const WIDE: End = { ...S16, scale: 0.0003 };

const LEAKY = { 0: { f32: 0.1 } };
const FALLING = { 0: { f32: -0.3 } };
const FUNCTIONS: Readonly<Record<string, OneOperator>> = {
  RELU: one(19, Q, OUT),
  'RELU of 16 bits': one(19, WIDE, { ...S16, scale: 0.0007 }),
  'RELU of 16 bits, finer': one(19, WIDE, { ...S16, scale: 0.00001 }),
  RELU6: one(21, Q, Q),
  'RELU6 of 16 bits': one(21, WIDE, WIDE),
  'leaky RELU': one(98, Q, OUT, LEAKY),
  'leaky RELU that rises': one(98, Q, OUT, FALLING),
  'leaky RELU of 16 bits': one(98, WIDE, { ...S16, scale: 0.0002 }, LEAKY),
  'leaky RELU of 16 bits that rises': one(98, WIDE, { ...S16, scale: 0.0002 }, FALLING),
  'hard swish': one(117, Q, OUT),
  'hard swish, coarse': one(117, { scale: 1.3, zero: -128 }, { scale: 0.9, zero: 127 }),
  'hard swish, much finer': one(117, { scale: 0.5, zero: 0 }, { scale: 0.0041, zero: 127 }),
  logistic: one(14, Q, { scale: 1 / 256, zero: -128 }),
  'logistic of 16 bits': one(14, { ...S16, scale: 2 ** -12 }, Q15),
  'logistic of 16 bits, any scale': one(14, { ...S16, scale: 0.00031 }, Q15),
  tanh: one(28, Q, { scale: 1 / 128, zero: 0 }),
  'tanh of 16 bits': one(28, { ...S16, scale: 2 ** -12 }, Q15),
  'tanh of 16 bits, twice the scale': one(28, { ...S16, scale: 2 ** -11 }, Q15),
  'tanh of 16 bits, any scale': one(28, { ...S16, scale: 0.00011 }, Q15),
};

const TYPES: Readonly<Partial<Record<ElementType, End>>> = {
  int8: { type: 'int8', scale: 0.05, zero: -7 },
  uint8: { type: 'uint8', scale: 0.04, zero: 140 },
  int16: { ...S16, scale: 0.0003 },
  int32: { type: 'int32', scale: 0.00001, zero: 0 },
};
const ends = Object.entries(TYPES) as [ElementType, End][];
const REAL: End = { type: 'float32' };

const QUANTIZED = ends.flatMap(([from, input]) =>
  ends.map(([to, output]) => [`QUANTIZE ${from} to ${to}`, one(114, input, output)] as const),
);
const REALS = ends.flatMap(([type, stored]) => [
  [`QUANTIZE real numbers to ${type}`, one(114, REAL, stored)] as const,
  [`DEQUANTIZE ${type}`, one(6, stored, REAL)] as const,
]);
const SHIFTED: readonly (readonly [string, OneOperator])[] = [
  [
    'QUANTIZE uint8 to int8 by 128',
    one(114, { type: 'uint8', scale: 0.1, zero: 128 }, { scale: 0.1, zero: 0 }),
  ],
  [
    'QUANTIZE int8 to uint8 by 128',
    one(114, { scale: 0.1, zero: 0 }, { type: 'uint8', scale: 0.1, zero: 128 }),
  ],
];

(compiler ? describe : describe.skip)('compiled operators of one value at a time, under sanitizers', () => {
  it("have the interpreter's bytes in every form", () => {
    const all = [...Object.entries(FUNCTIONS), ...QUANTIZED, ...REALS, ...SHIFTED];
    expect(differing(all.map(([title, model]) => [title, encodeOne(model)]))).toEqual([]);
  });
});
