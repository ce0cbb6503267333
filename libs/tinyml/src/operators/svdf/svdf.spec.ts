import { BOTH, interpret, OneOperator, reals, storedValues } from '../../spec-builders/one-operator';
import { TensorSpec } from '../../spec-builders/tflite';

const [INPUTS, FILTERS, MEMORY, RANK] = [6, 4, 3, 2];
const INPUT: TensorSpec = { shape: [1, INPUTS], scale: 0.02, zero: 1 };
const UNITS = FILTERS / RANK;
const OUTPUT: TensorSpec = { shape: [1, UNITS], scale: 0.05, zero: -4 };

function constant(tensor: TensorSpec, seed: number): TensorSpec {
  return { ...tensor, values: storedValues(tensor, seed) };
}

const ONE: OneOperator = {
  code: 27,
  options: { 0: { i32: RANK }, 1: { i8: 1 } },
  inputs: [
    INPUT,
    constant({ shape: [FILTERS, INPUTS], scale: 0.006, zero: 0 }, 2),
    constant({ shape: [FILTERS, MEMORY], type: 'int16', scale: 0.00002, zero: 0 }, 3),
    { shape: [UNITS], type: 'int32', scale: 0.0002 * 0.00002, values: [1_000_000, -20_000_000] },
    { shape: [1, FILTERS * MEMORY], type: 'int16', scale: 0.0002, variable: true },
  ],
  outputs: [OUTPUT],
};

describe('SVDF', () => {
  for (const arithmetic of BOTH) {
    it(`weighs the last inputs within a step of the real filter, run by run (${arithmetic})`, () => {
      const interpreter = interpret(ONE, arithmetic);
      const [, feature, time, bias] = ONE.inputs.map((tensor) =>
        tensor?.values === undefined ? [] : reals(tensor, tensor.values),
      );
      const memories = Array.from({ length: FILTERS }, () => new Array<number>(MEMORY).fill(0));
      for (let t = 0; t < 6; t++) {
        const stored = storedValues(INPUT, 50 + t);
        const input = reals(INPUT, stored);
        memories.forEach((memory, f) => {
          memory.shift();
          memory.push(input.reduce((sum, value, i) => sum + value * feature![f * INPUTS + i]!, 0));
        });
        const [output] = interpreter.run([Int8Array.from(stored)]);
        for (let u = 0; u < UNITS; u++) {
          let sum = bias![u]!;
          for (let f = u * RANK; f < (u + 1) * RANK; f++) {
            memories[f]!.forEach((value, m) => (sum += value * time![f * MEMORY + m]!));
          }
          const ideal = Math.min(127, Math.max(-128, sum / 0.05 - 4));
          expect(Math.abs(Number(output![u]) - ideal)).toBeLessThanOrEqual(1);
        }
      }
    });
  }
});
