import { FloatOperator, fused, reals } from '../float-operator';
import { slidings, underWindow } from '../sliding';

/** Every channel by its own filter; filters are [1, height, width, channels]. */
export const depthwiseConv2d: FloatOperator = {
  name: 'DEPTHWISE_CONV_2D',
  output: 'observed',
  kernel: ({ inputs, outputs, options }) => {
    const [, height, width, channels] = inputs[1]!.shape as readonly number[];
    const [rows, columns] = slidings(inputs[0]!.shape, [height!, width!], options);
    const [input, weights, bias, out] = [...inputs.map(reals), reals(outputs[0])] as Float32Array[];
    const sums = new Float64Array(channels!);
    const activate = fused(options);
    const addTap = (position: number, tap: number): void => {
      for (let c = 0; c < sums.length; c++) {
        sums[c]! += input![position * sums.length + c]! * weights![tap * sums.length + c]!;
      }
    };
    return () => {
      let at = 0;
      for (let y = 0; y < rows.output; y++) {
        for (let x = 0; x < columns.output; x++) {
          sums.set(bias!);
          underWindow(rows, y, (iy, fy) =>
            underWindow(columns, x, (ix, fx) => addTap(iy * columns.input + ix, fy * columns.size + fx)),
          );
          for (let c = 0; c < sums.length; c++) out![at++] = activate(sums[c]!);
        }
      }
    };
  },
};
