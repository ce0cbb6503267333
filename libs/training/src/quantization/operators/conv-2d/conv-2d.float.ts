import { FloatOperator, FloatSite, fused, reals } from '../float-operator';
import { slidings, underWindow } from '../sliding';

/** 2-D convolution; filters are [out, height, width, in]. */
export const conv2d: FloatOperator = {
  name: 'CONV_2D',
  output: 'observed',
  kernel: (site) => {
    const { inputs, outputs, options } = site;
    const [filters, height, width] = inputs[1]!.shape as readonly number[];
    const [rows, columns] = slidings(inputs[0]!.shape, [height!, width!], options);
    const out = reals(outputs[0]);
    const sums = new Float64Array(filters!);
    const bias = reals(inputs[2]);
    const activate = fused(options);
    const addTap = tapOf(site, sums);
    return () => {
      let at = 0;
      for (let y = 0; y < rows.output; y++) {
        for (let x = 0; x < columns.output; x++) {
          sums.set(bias);
          underWindow(rows, y, (iy, fy) =>
            underWindow(columns, x, (ix, fx) => addTap(iy * columns.input + ix, fy * columns.size + fx)),
          );
          for (let f = 0; f < sums.length; f++) out[at++] = activate(sums[f]!);
        }
      }
    };
  },
};

/** Adds the products of one input position with one place of all filters. */
function tapOf({ inputs }: FloatSite, sums: Float64Array): (position: number, tap: number) => void {
  const [input, weights] = [reals(inputs[0]), reals(inputs[1])];
  const depth = inputs[0]!.shape[3]!;
  const perFilter = weights.length / sums.length;
  return (position, tap) => {
    for (let f = 0; f < sums.length; f++) {
      const from = f * perFilter + tap * depth;
      let sum = 0;
      for (let d = 0; d < depth; d++) sum += input[position * depth + d]! * weights[from + d]!;
      sums[f]! += sum;
    }
  };
}
