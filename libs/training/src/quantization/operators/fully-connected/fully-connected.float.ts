import { multiplyAdd, timesTransposed } from '../../../network/kernels/multiply-add';
import { activate, FloatOperator, reals } from '../float-operator';

/** `output[u] = sum_d input[d] * weights[u, d] + bias[u]`. */
export const fullyConnected: FloatOperator = {
  name: 'FULLY_CONNECTED',
  output: 'observed',
  kernel: ({ inputs, outputs, options }) => {
    const [input, weights, bias] = inputs.map(reals) as [Float32Array, Float32Array, Float32Array];
    const out = reals(outputs[0]);
    const [units, depth] = inputs[1]!.shape as readonly [number, number];
    const product = timesTransposed(1, units, depth);
    return () => {
      out.set(bias);
      multiplyAdd(product, input, weights, out);
      activate(options, out);
    };
  },
};
