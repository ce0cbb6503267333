import { repeatRow } from '../../../network/kernels/rows';
import { eachTap } from '../../../network/kernels/taps';
import { windowCount } from '../../../network/kernels/windows';
import { activate, FloatOperator, reals } from '../float-operator';
import { windowsOver } from '../sliding';

/** Every channel by its own filter; filters are [1, height, width, channels]. */
export const depthwiseConv2d: FloatOperator = {
  name: 'DEPTHWISE_CONV_2D',
  output: 'observed',
  kernel: ({ inputs, outputs, options }) => {
    const [input, weights, bias] = inputs.map(reals) as [Float32Array, Float32Array, Float32Array];
    const out = reals(outputs[0]);
    const [, height, width, channels] = inputs[1]!.shape as readonly [number, number, number, number];
    const windows = windowsOver(inputs[0]!.shape, [height, width], options);
    const taps = eachTap(windows);
    return () => {
      repeatRow(bias, out, windowCount(windows));
      for (const { pixels, windows: places, kernelAt } of taps) {
        for (let t = 0; t < pixels.length; t++) {
          const [from, to] = [pixels[t]!, places[t]!];
          for (let c = 0; c < channels; c++) out[to + c]! += input[from + c]! * weights[kernelAt + c]!;
        }
      }
      activate(options, out);
    };
  },
};
