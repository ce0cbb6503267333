import { fused, FloatOperator, reals } from '../float-operator';

/** `output[b, u] = sum_d input[b, d] * weights[u, d] + bias[u]`. */
export const fullyConnected: FloatOperator = {
  name: 'FULLY_CONNECTED',
  output: 'observed',
  kernel: ({ inputs, outputs, options }) => {
    const [x, weights, bias, out] = [...inputs.map(reals), reals(outputs[0])] as Float32Array[];
    const [units, depth] = inputs[1]!.shape as readonly [number, number];
    const activate = fused(options);
    return () => {
      for (let b = 0; b * depth < x!.length; b++) {
        for (let u = 0; u < units; u++) {
          let sum = bias![u]!;
          for (let d = 0; d < depth; d++) sum += x![b * depth + d]! * weights![u * depth + d]!;
          out![b * units + u] = activate(sum);
        }
      }
    };
  },
};
