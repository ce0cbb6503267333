import { FloatOperator, reals } from '../float-operator';

/** `exp(x) / sum exp(x)` along the last axis; the output covers [0, 1). */
export const softmax: FloatOperator = {
  name: 'SOFTMAX',
  output: { scale: 1 / 256, zeroPoint: -128 },
  kernel: ({ inputs, outputs }) => {
    const [input, out] = [reals(inputs[0]), reals(outputs[0])];
    const depth = inputs[0]!.shape.at(-1)!;
    return () => {
      for (let from = 0; from < input.length; from += depth) {
        const greatest = input.subarray(from, from + depth).reduce((a, b) => Math.max(a, b), -Infinity);
        let sum = 0;
        for (let i = from; i < from + depth; i++) sum += Math.exp(input[i]! - greatest);
        for (let i = from; i < from + depth; i++) out[i] = Math.exp(input[i]! - greatest) / sum;
      }
    };
  },
};
