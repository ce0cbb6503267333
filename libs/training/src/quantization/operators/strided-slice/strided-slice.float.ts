import { FloatOperator, reals } from '../float-operator';

/** One step of a series: columns `begin[2]` alone, all channels. */
export const stridedSlice: FloatOperator = {
  name: 'STRIDED_SLICE',
  output: 'as-input',
  kernel: ({ inputs, outputs }) => {
    const [input, out] = [reals(inputs[0]), reals(outputs[0])];
    const from = inputs[1]!.values[2]! * out.length;
    return () => out.set(input.subarray(from, from + out.length));
  },
};
