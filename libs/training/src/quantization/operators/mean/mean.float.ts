import { addColumnSums } from '../../../network/kernels/rows';
import { FloatOperator, reals } from '../float-operator';

/** Mean over rows and columns: one value for each channel. */
export const mean: FloatOperator = {
  name: 'MEAN',
  output: 'observed',
  kernel: ({ inputs, outputs }) => {
    const [input, out] = [reals(inputs[0]), reals(outputs[0])];
    const places = input.length / out.length;
    return () => {
      out.fill(0);
      addColumnSums(input, out, places);
      for (let c = 0; c < out.length; c++) out[c]! /= places;
    };
  },
};
