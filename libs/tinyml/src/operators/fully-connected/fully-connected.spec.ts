import { BOTH, OneOperator, reals, runOne, storedValues, worstError } from '../../spec-builders/one-operator';

const INPUT = { shape: [3, 20], scale: 0.043, zero: -11 };
const UNITS = 5;

function layer(scales: readonly number[], options = {}): OneOperator {
  const weights = { shape: [UNITS, 20], scale: scales, values: [] as number[] };
  weights.values = storedValues({ shape: [UNITS, 20] }, 5).map((value) => Math.max(-127, value));
  const bias = { shape: [UNITS], type: 'int32' as const, scale: 0.0001, values: [900, -2000, 40, 0, 12_345] };
  const output = { shape: [3, UNITS], scale: 0.2, zero: 4 };
  return { code: 9, options, inputs: [INPUT, weights, bias], outputs: [output] };
}

function ideal({ inputs }: OneOperator, input: readonly number[]): number[] {
  const [, weights, bias] = inputs;
  const scales = (weights!.scale as readonly number[]).map(Math.fround);
  const scale = (u: number): number => scales[scales.length > 1 ? u : 0]!;
  return Array.from({ length: 3 * UNITS }, (_, i) => {
    const [b, u] = [Math.floor(i / UNITS), i % UNITS];
    let sum = bias!.values![u]! * scale(u) * Math.fround(0.043);
    for (let d = 0; d < 20; d++) sum += input[b * 20 + d]! * weights!.values![u * 20 + d]! * scale(u);
    return sum;
  });
}

describe('FULLY_CONNECTED', () => {
  const cases = {
    'one scale for all': [0.006],
    'one scale for each unit': [0.004, 0.005, 0.006, 0.007, 0.008],
  };
  for (const [title, scales] of Object.entries(cases)) {
    for (const arithmetic of BOTH) {
      it(`${title}: within half a step of the real product (${arithmetic})`, () => {
        const one = layer(scales);
        const stored = storedValues(INPUT, 9);
        const [result] = runOne(one, arithmetic, [stored]);
        expect(worstError(one.outputs[0]!, result!, ideal(one, reals(INPUT, stored)))).toBeLessThanOrEqual(
          0.51,
        );
      });
    }
  }

  it('a zero point of the weights counts', () => {
    const one: OneOperator = {
      code: 9,
      inputs: [
        { shape: [1, 2], scale: 1, zero: 3 },
        { shape: [1, 2], scale: 1, zero: 2, values: [5, -4] },
        null,
      ],
      outputs: [{ shape: [1, 1], scale: 1, zero: 0 }],
    };
    expect(runOne(one, 'tflm', [[10, 8]])).toEqual([[(10 - 3) * (5 - 2) + (8 - 3) * (-4 - 2)]]);
  });

  it('kept dimensions keep all but the last', () => {
    const { inputs } = layer([0.006]);
    const one = {
      code: 9,
      options: { 2: { i8: 1 } },
      inputs: [{ ...INPUT, shape: [1, 3, 20] }, inputs[1]!, inputs[2]!],
      outputs: [{ shape: [1, 3, UNITS], scale: 0.2, zero: 4 }],
    };
    const stored = storedValues(INPUT, 9);
    expect(runOne(one, 'tflm', [stored])).toEqual(runOne(layer([0.006]), 'tflm', [stored]));
  });
});
