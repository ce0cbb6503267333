import { FloatOperator, reals } from '../float-operator';

/** Mean over rows and columns: one value for each channel. */
export const mean: FloatOperator = {
  name: 'MEAN',
  output: 'observed',
  kernel: ({ inputs, outputs }) => {
    const [input, out] = [reals(inputs[0]), reals(outputs[0])];
    const sums = new Float64Array(out.length);
    return () => {
      sums.fill(0);
      for (let i = 0; i < input.length; i++) sums[i % sums.length]! += input[i]!;
      for (let c = 0; c < out.length; c++) out[c] = (sums[c]! * sums.length) / input.length;
    };
  },
};
