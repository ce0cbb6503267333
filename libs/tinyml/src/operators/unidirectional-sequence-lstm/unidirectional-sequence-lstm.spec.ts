import { seededRandom } from '@fettle/kernel';
import { ArithmeticName } from '../../arithmetic/arithmetic';
import { BOTH, interpret, OneOperator, reals, storedValues } from '../../spec-builders/one-operator';
import { TensorSpec } from '../../spec-builders/tflite';

const [TIMES, INPUTS, UNITS] = [12, 5, 6];
const INPUT: TensorSpec = { shape: [1, TIMES, INPUTS], scale: 0.016, zero: 3 };
const OUTPUT: TensorSpec = { shape: [1, TIMES, UNITS], scale: 1 / 128, zero: 2 };
const CELL_SCALE = 2 ** -11;

function weights(shape: readonly number[], scale: number, seed: number): TensorSpec {
  const random = seededRandom(seed);
  const values = Array.from({ length: shape[0]! * shape[1]! }, () => random.below(255) - 127);
  return { shape, scale, values };
}

function bias(seed: number): TensorSpec {
  const random = seededRandom(seed);
  return {
    shape: [UNITS],
    type: 'int32',
    scale: 0.016 * 0.006,
    values: Array.from({ length: UNITS }, () => random.below(8000) - 4000),
  };
}

function lstm(overrides: Readonly<Record<number, TensorSpec>> = {}, options = {}): OneOperator {
  const inputs: (TensorSpec | null)[] = new Array<null>(24).fill(null);
  inputs[0] = INPUT;
  for (let gate = 0; gate < 4; gate++) {
    inputs[1 + gate] = weights([UNITS, INPUTS], 0.006, 10 + gate);
    inputs[5 + gate] = weights([UNITS, UNITS], 0.005, 20 + gate);
    inputs[12 + gate] = bias(30 + gate);
  }
  inputs[18] = { shape: [1, UNITS], scale: 1 / 128, zero: 2, variable: true };
  inputs[19] = { shape: [1, UNITS], type: 'int16', scale: CELL_SCALE, variable: true };
  for (const [i, tensor] of Object.entries(overrides)) inputs[Number(i)] = tensor;
  const none: TensorSpec = { shape: [1], type: 'int16', scale: 1 };
  return {
    code: 44,
    options: { 0: { i8: 4 }, ...options },
    inputs,
    outputs: [OUTPUT],
    intermediates: [none, none, none, none, { shape: [1], scale: 1 / 128, zero: 2 }],
  };
}

/** The textbook cell in real numbers. */
function ideal({ inputs }: OneOperator, input: readonly number[]): number[] {
  const matrix = (i: number): number[] => reals(inputs[i]!, inputs[i]!.values!);
  const hidden = new Array<number>(UNITS).fill(0);
  const cell = new Array<number>(UNITS).fill(0);
  const out: number[] = [];
  const [forInput, forHidden, biases] = [1, 5, 12].map((at) =>
    [0, 1, 2, 3].map((gate) => matrix(at + gate)),
  ) as [number[][], number[][], number[][]];
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  for (let t = 0; t < TIMES; t++) {
    const sums = [0, 1, 2, 3].map((gate) =>
      Array.from({ length: UNITS }, (_, u) => {
        let sum = biases[gate]![u]!;
        for (let i = 0; i < INPUTS; i++) sum += forInput[gate]![u * INPUTS + i]! * input[t * INPUTS + i]!;
        for (let h = 0; h < UNITS; h++) sum += forHidden[gate]![u * UNITS + h]! * hidden[h]!;
        return sum;
      }),
    ) as [number[], number[], number[], number[]];
    for (let u = 0; u < UNITS; u++) {
      cell[u] = sigmoid(sums[1][u]!) * cell[u]! + sigmoid(sums[0][u]!) * Math.tanh(sums[2][u]!);
      hidden[u] = sigmoid(sums[3][u]!) * Math.tanh(cell[u]!);
    }
    out.push(...hidden);
  }
  return out;
}

function run(one: OneOperator, arithmetic: ArithmeticName, stored: readonly number[]): number[] {
  const [output] = interpret(one, arithmetic).run([Int8Array.from(stored)]);
  return Array.from(output as Int8Array);
}

describe('UNIDIRECTIONAL_SEQUENCE_LSTM', () => {
  const stored = storedValues(INPUT, 40);
  for (const arithmetic of BOTH) {
    it(`stays within two steps of the real cell over a sequence (${arithmetic})`, () => {
      const one = lstm();
      const expected = ideal(one, reals(INPUT, stored));
      const errors = reals(OUTPUT, run(one, arithmetic, stored)).map((value, i) =>
        Math.abs(value - expected[i]!),
      );
      expect(Math.max(...errors) * 128).toBeLessThanOrEqual(2);
    });

    it(`keeps its state between runs until it is reset (${arithmetic})`, () => {
      const interpreter = interpret(lstm(), arithmetic);
      const first = [...(interpreter.run([Int8Array.from(stored)])[0] as Int8Array)];
      const second = [...(interpreter.run([Int8Array.from(stored)])[0] as Int8Array)];
      interpreter.reset();
      const third = [...(interpreter.run([Int8Array.from(stored)])[0] as Int8Array)];
      expect(second).not.toEqual(first);
      expect(third).toEqual(first);
    });
  }

  it('time first or batch first is the same for one sequence', () => {
    const shapes = { 0: { ...INPUT, shape: [TIMES, 1, INPUTS] } };
    const one = { ...lstm(shapes, { 3: { i8: 1 } }), outputs: [{ ...OUTPUT, shape: [TIMES, 1, UNITS] }] };
    expect(run(one, 'tflm', stored)).toEqual(run(lstm(), 'tflm', stored));
  });

  it('a clipped cell is never beyond its bound', () => {
    const clipped = run(lstm({}, { 1: { f32: 0.25 } }), 'tflm', stored);
    const bound = Math.ceil(Math.tanh(0.25) * 128) + 1;
    expect(clipped.every((value) => Math.abs(value - 2) <= bound)).toBe(true);
    expect(run(lstm(), 'tflm', stored).some((value) => Math.abs(value - 2) > bound)).toBe(true);
  });

  it('refuses peepholes', () => {
    const peephole = {
      shape: [UNITS],
      type: 'int16' as const,
      scale: 0.001,
      values: new Array<number>(UNITS).fill(1),
    };
    expect(() => interpret(lstm({ 9: peephole }), 'tflm')).toThrow(/peepholes/);
  });
});
