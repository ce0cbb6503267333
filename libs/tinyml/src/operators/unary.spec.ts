import { BOTH, OneOperator, reals, runOne, worstError } from '../spec-builders/one-operator';
import { TensorSpec } from '../spec-builders/tflite';

/** Every stored 8-bit value once; 16-bit ones in strides. */
function everyValue(type: 'int8' | 'int16'): number[] {
  const [least, greatest, stride] = type === 'int8' ? [-128, 127, 1] : [-32768, 32767, 37];
  const values: number[] = [];
  for (let value = least; value <= greatest; value += stride) values.push(value);
  return values;
}

interface Case {
  readonly title: string;
  readonly code: number;
  readonly options?: OneOperator['options'];
  readonly input: Omit<TensorSpec, 'shape'>;
  readonly output: Omit<TensorSpec, 'shape'>;
  readonly real: (x: number) => number;
  /** In steps of the output. Rounding twice costs up to 3/4 of one, 16-bit tables interpolate. */
  readonly within: number;
}

const HARD_SWISH = (x: number): number => (x * Math.min(6, Math.max(0, x + 3))) / 6;
const LOGISTIC = (x: number): number => 1 / (1 + Math.exp(-x));
const S16 = { type: 'int16', zero: 0 } as const;
const CASES: readonly Case[] = [
  {
    title: 'LOGISTIC',
    code: 14,
    input: { scale: 0.07, zero: 9 },
    output: { scale: 1 / 256, zero: -128 },
    real: LOGISTIC,
    within: 0.52,
  },
  {
    title: 'LOGISTIC of a wide range',
    code: 14,
    input: { scale: 0.5, zero: -3 },
    output: { scale: 1 / 256, zero: -128 },
    real: LOGISTIC,
    within: 0.52,
  },
  {
    title: 'LOGISTIC of 16 bits',
    code: 14,
    input: { ...S16, scale: 2 ** -12 },
    output: { ...S16, scale: 2 ** -15 },
    real: LOGISTIC,
    within: 2,
  },
  {
    title: 'LOGISTIC of 16 bits, any scale',
    code: 14,
    input: { ...S16, scale: 0.00031 },
    output: { ...S16, scale: 2 ** -15 },
    real: LOGISTIC,
    within: 3,
  },
  {
    title: 'TANH',
    code: 28,
    input: { scale: 0.03, zero: 9 },
    output: { scale: 1 / 128, zero: 0 },
    real: Math.tanh,
    within: 0.52,
  },
  {
    title: 'TANH of 16 bits',
    code: 28,
    input: { ...S16, scale: 2 ** -12 },
    output: { ...S16, scale: 2 ** -15 },
    real: Math.tanh,
    within: 5,
  },
  {
    title: 'TANH of 16 bits, any scale',
    code: 28,
    input: { ...S16, scale: 0.00011 },
    output: { ...S16, scale: 2 ** -15 },
    real: Math.tanh,
    within: 5,
  },
  {
    title: 'RELU',
    code: 19,
    input: { scale: 0.07, zero: 9 },
    output: { scale: 0.04, zero: -128 },
    real: (x) => Math.max(0, x),
    within: 0.51,
  },
  {
    title: 'RELU of 16 bits',
    code: 19,
    input: { ...S16, scale: 0.001 },
    output: { ...S16, scale: 0.0007 },
    real: (x) => Math.max(0, x),
    within: 0.51,
  },
  {
    title: 'RELU6',
    code: 21,
    input: { scale: 0.05, zero: -28 },
    output: { scale: 0.05, zero: -28 },
    real: (x) => Math.min(6, Math.max(0, x)),
    within: 0.51,
  },
  {
    title: 'LEAKY_RELU',
    code: 98,
    options: { 0: { f32: 0.2 } },
    input: { scale: 0.07, zero: 9 },
    output: { scale: 0.05, zero: -100 },
    real: (x) => (x < 0 ? 0.2 * x : x),
    within: 0.76,
  },
  {
    title: 'LEAKY_RELU that rises',
    code: 98,
    options: { 0: { f32: -0.3 } },
    input: { scale: 0.07, zero: 9 },
    output: { scale: 0.05, zero: -100 },
    real: (x) => (x < 0 ? -0.3 * x : x),
    within: 0.76,
  },
  {
    title: 'HARD_SWISH',
    code: 117,
    input: { scale: 0.06, zero: 2 },
    output: { scale: 0.05, zero: -110 },
    real: HARD_SWISH,
    within: 1,
  },
  {
    title: 'QUANTIZE',
    code: 114,
    input: { scale: 0.06, zero: 2 },
    output: { scale: 0.08, zero: -10 },
    real: (x) => x,
    within: 0.51,
  },
  {
    title: 'QUANTIZE to 16 bits',
    code: 114,
    input: { scale: 0.06, zero: 2 },
    output: { ...S16, scale: 0.0003 },
    real: (x) => x,
    within: 0.51,
  },
  {
    title: 'QUANTIZE from 16 bits',
    code: 114,
    input: { ...S16, scale: 0.0003 },
    output: { scale: 0.06, zero: 2 },
    real: (x) => x,
    within: 0.51,
  },
];

describe('operators of one value at a time', () => {
  for (const { title, code, options, input, output, real, within } of CASES) {
    for (const arithmetic of BOTH) {
      it(`${title}: within ${within} steps of the real function for every stored value (${arithmetic})`, () => {
        const stored = everyValue(input.type === 'int16' ? 'int16' : 'int8');
        const [x, y] = [
          { ...input, shape: [stored.length] },
          { ...output, shape: [stored.length] },
        ];
        const one = { code, inputs: [x], outputs: [y], ...(options === undefined ? {} : { options }) };
        const [result] = runOne(one, arithmetic, [stored]);
        expect(worstError(y, result!, reals(x, stored).map(real))).toBeLessThanOrEqual(within);
      });
    }
  }

  it('a rising function rises in stored values too, in both arithmetics', () => {
    const stored = everyValue('int8');
    for (const arithmetic of BOTH) {
      const tensor = { shape: [256], scale: 0.05, zero: 0 };
      const output = { shape: [256], scale: 1 / 256, zero: -128 };
      const [result] = runOne({ code: 14, inputs: [tensor], outputs: [output] }, arithmetic, [stored]);
      expect(result!.every((value, i) => i === 0 || value >= result![i - 1]!)).toBe(true);
    }
  });

  it('QUANTIZE of real numbers and DEQUANTIZE back keep every stored value', () => {
    const stored = { shape: [256], scale: 0.07, zero: -5 };
    const real = { shape: [256], type: 'float32' as const };
    const values = everyValue('int8');
    const [out] = runOne({ code: 6, inputs: [stored], outputs: [real] }, 'tflm', [values]);
    expect(out).toEqual(reals(stored, values).map(Math.fround));
    expect(runOne({ code: 114, inputs: [real], outputs: [stored] }, 'tflm', [out!])).toEqual([values]);
  });

  it('QUANTIZE rounds halves away from zero', () => {
    const real = { shape: [4], type: 'float32' as const };
    const one = { code: 114, inputs: [real], outputs: [{ shape: [4], scale: 1, zero: 0 }] };
    expect(runOne(one, 'tflm', [[0.5, -0.5, 2.5, -300]])).toEqual([[1, -1, 3, -128]]);
  });

  it('QUANTIZE stores what is no number as zero, and what is beyond the range as its end', () => {
    const real = { shape: [3], type: 'float32' as const };
    const one = { code: 114, inputs: [real], outputs: [{ shape: [3], scale: 0.5, zero: 7 }] };
    expect(runOne(one, 'tflm', [[NaN, Infinity, -1e30]])).toEqual([[7, 127, -128]]);
  });
});
