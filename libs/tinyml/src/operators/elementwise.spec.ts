import { BOTH, OneOperator, reals, runOne, storedValues, worstError } from '../spec-builders/one-operator';
import { TensorSpec } from '../spec-builders/tflite';

const COMBINE = {
  ADD: { code: 0, real: (a: number, b: number) => a + b },
  SUB: { code: 41, real: (a: number, b: number) => a - b },
  MUL: { code: 18, real: (a: number, b: number) => a * b },
} as const;

function index(flat: number, shape: readonly number[], target: readonly number[]): number {
  let [rest, at, step] = [flat, 0, 1];
  for (let i = target.length - 1; i >= 0; i--) {
    const place = rest % target[i]!;
    rest = Math.floor(rest / target[i]!);
    const own = shape[shape.length - target.length + i];
    if (own === undefined) continue;
    if (own !== 1) at += place * step;
    step *= own;
  }
  return at;
}

const SHAPES: readonly (readonly [string, readonly number[], readonly number[], readonly number[]])[] = [
  ['equal shapes', [2, 3, 4], [2, 3, 4], [2, 3, 4]],
  ['a row for all', [2, 3, 4], [4], [2, 3, 4]],
  ['both stretched', [2, 1, 4], [3, 1], [2, 3, 4]],
  ['one value for all', [1], [2, 5], [2, 5]],
];

describe('element-wise operators', () => {
  for (const [name, { code, real }] of Object.entries(COMBINE)) {
    for (const type of ['int8', 'int16'] as const) {
      for (const [title, shapeA, shapeB, shape] of SHAPES) {
        for (const arithmetic of BOTH) {
          it(`${name} of ${type}, ${title}: within a step of the real result (${arithmetic})`, () => {
            const narrow = type === 'int8';
            const a: TensorSpec = {
              shape: shapeA,
              type,
              scale: narrow ? 0.05 : 0.0003,
              zero: narrow ? 7 : 0,
            };
            const b: TensorSpec = {
              shape: shapeB,
              type,
              scale: narrow ? 0.021 : 0.0001,
              zero: narrow ? -30 : 0,
            };
            const output: TensorSpec = { shape, type, scale: narrow ? 0.09 : 0.0005, zero: narrow ? 3 : 0 };
            const options = { 0: { i8: 0 }, ...(code === 18 ? {} : { 1: { i8: 0 } }) };
            const one: OneOperator = { code, options, inputs: [a, b], outputs: [output] };
            const [x, y] = [storedValues(a, 1), storedValues(b, 2)];
            const [result] = runOne(one, arithmetic, [x, y]);
            const [realA, realB] = [reals(a, x), reals(b, y)];
            const ideal = result!.map((_, i) =>
              real(realA[index(i, shapeA, shape)]!, realB[index(i, shapeB, shape)]!),
            );
            expect(worstError(output, result!, ideal)).toBeLessThanOrEqual(narrow ? 0.52 : 1);
          });
        }
      }
    }
  }

  it('16-bit sums of scales that are powers of two are shifted in litert alone', () => {
    const tensor = (scale: number): TensorSpec => ({ shape: [3], type: 'int16', scale, zero: 0 });
    const one = { code: 0, inputs: [tensor(2 ** -12), tensor(2 ** -15)], outputs: [tensor(2 ** -12)] };
    expect(
      runOne(one, 'litert', [
        [100, 100, 32767],
        [4, -4, 32767],
      ]),
    ).toEqual([[101, 99, 32767]]);
  });

  it('fused activations clamp', () => {
    const tensor = { shape: [3], scale: 0.05, zero: 0 };
    const relu = { code: 0, options: { 0: { i8: 1 } }, inputs: [tensor, tensor], outputs: [tensor] };
    expect(
      runOne(relu, 'tflm', [
        [-50, 10, 60],
        [-1, -4, 60],
      ]),
    ).toEqual([[0, 6, 120]]);
    const six = { ...relu, options: { 0: { i8: 3 } } };
    expect(
      runOne(six, 'tflm', [
        [-50, 10, 63],
        [-1, -4, 63],
      ]),
    ).toEqual([[0, 6, 120]]);
  });

  it('MAXIMUM and MINIMUM choose', () => {
    const tensor = { shape: [3], scale: 0.05, zero: 4 };
    const inputs = [tensor, tensor];
    expect(
      runOne({ code: 55, inputs, outputs: [tensor] }, 'tflm', [
        [1, 2, 3],
        [3, 2, 1],
      ]),
    ).toEqual([[3, 2, 3]]);
    expect(
      runOne({ code: 57, inputs, outputs: [tensor] }, 'tflm', [
        [1, 2, 3],
        [3, 2, 1],
      ]),
    ).toEqual([[1, 2, 1]]);
  });
});

/**
 * Recorded with tflite-micro 0.dev20261023182759 (AllOps, reference kernels) and ai-edge-litert 2.3.0 (BUILTIN_REF), for
 * scales where float32 and double end in different factors.
 */
describe('factors of 16-bit values', () => {
  const int16 = (scale: number): TensorSpec => ({ shape: [4], type: 'int16', scale, zero: 0 });
  const recorded = (code: number, scales: readonly [number, number, number]): OneOperator => ({
    code,
    options: { 0: { i8: 0 }, ...(code === 18 ? {} : { 1: { i8: 0 } }) },
    inputs: [int16(scales[0]), int16(scales[1])],
    outputs: [int16(scales[2])],
  });

  it('of SUB are double in both runtimes', () => {
    const one = recorded(41, [0.0009737558430060744, 0.00020000687800347805, 0.0012658826308324933]);
    const inputs = [
      [14686, -2118, 26874, 28769],
      [-18852, 20964, -26856, -21168],
    ];
    for (const arithmetic of BOTH) {
      expect(runOne(one, arithmetic, inputs)).toEqual([[14276, -4942, 24916, 25475]]);
    }
  });

  it('of MUL are double in the one and float32 in the other', () => {
    const one = recorded(18, [0.00010566215496510267, 0.0006856583058834076, 0.001448962721042335]);
    const inputs = [
      [21217, -14684, -12930, -8406],
      [8636, 24193, 31314, 32202],
    ];
    expect(runOne(one, 'tflm', inputs)).toEqual([[9162, -17763, -20245, -13535]]);
    expect(runOne(one, 'litert', inputs)).toEqual([[9161, -17762, -20244, -13534]]);
  });
});
