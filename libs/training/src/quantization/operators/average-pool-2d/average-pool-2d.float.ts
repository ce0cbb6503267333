import { FloatOperator } from '../float-operator';
import { eachPixel, poolingOf } from '../pooling';

/** Mean over each window, of the values inside the input only. */
export const averagePool2d: FloatOperator = {
  name: 'AVERAGE_POOL_2D',
  output: 'as-input',
  kernel: (site) => {
    const pooling = poolingOf(site);
    const { input, out, channels } = pooling;
    const counts = new Float32Array(out.length);
    eachPixel(pooling, (_, to) => {
      for (let c = 0; c < channels; c++) counts[to + c]! += 1;
    });
    return () => {
      out.fill(0);
      eachPixel(pooling, (from, to) => {
        for (let c = 0; c < channels; c++) out[to + c]! += input[from + c]!;
      });
      for (let i = 0; i < out.length; i++) out[i]! /= counts[i]!;
    };
  },
};
