import { multiplyAdd, timesTransposed } from '../../../network/kernels/multiply-add';
import { repeatRow } from '../../../network/kernels/rows';
import { gatherWindows, windowCount, windowLength } from '../../../network/kernels/windows';
import { activate, FloatOperator, reals } from '../float-operator';
import { windowsOver } from '../sliding';

/** 2-D convolution; filters are [out, height, width, in]. */
export const conv2d: FloatOperator = {
  name: 'CONV_2D',
  output: 'observed',
  kernel: ({ inputs, outputs, options }) => {
    const [input, weights, bias] = inputs.map(reals) as [Float32Array, Float32Array, Float32Array];
    const out = reals(outputs[0]);
    const [filters, height, width] = inputs[1]!.shape as readonly [number, number, number, number];
    const windows = windowsOver(inputs[0]!.shape, [height, width], options);
    const places = windowCount(windows);
    const patches = new Float32Array(places * windowLength(windows));
    const product = timesTransposed(places, filters, windowLength(windows));
    return () => {
      gatherWindows(windows, input, 0, patches);
      repeatRow(bias, out, places);
      multiplyAdd(product, patches, weights, out);
      activate(options, out);
    };
  },
};
