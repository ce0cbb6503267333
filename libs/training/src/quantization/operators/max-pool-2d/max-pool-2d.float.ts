import { FloatOperator } from '../float-operator';
import { eachPixel, poolingOf } from '../pooling';

/** Greatest value of each window. */
export const maxPool2d: FloatOperator = {
  name: 'MAX_POOL_2D',
  output: 'as-input',
  kernel: (site) => {
    const pooling = poolingOf(site);
    const { input, out, channels } = pooling;
    return () => {
      out.fill(-Infinity);
      eachPixel(pooling, (from, to) => {
        for (let c = 0; c < channels; c++)
          if (input[from + c]! > out[to + c]!) out[to + c] = input[from + c]!;
      });
    };
  },
};
