import { Accumulators, newAccumulators, rowSums } from '../../arithmetic/dot';
import { channelRescaling, storeRescaled } from '../channel-rescaling';
import { Operator, Site } from '../operator';
import { readActivation } from '../quantized';
import { firstInside, lastInside, readPadding } from '../windows';
import { convolutionGeometry, ConvolutionGeometry, ConvolutionOptions } from './geometry';
import { conv2dC } from './conv-2d.c99';
import { conv2dTflite } from './conv-2d.tflite';
import { conv2dWork } from './conv-2d.cost';

/**
 * 2-D convolution, also grouped and dilated; a 1-D one is a 2-D one of height 1. Filters are [out, height, width, in].
 */
export const conv2d: Operator<ConvolutionOptions> = {
  name: 'CONV_2D',
  code: 3,
  fusesActivation: true,
  padsByZeroPoint: true,
  tflite: conv2dTflite,
  cost: conv2dWork,
  readOptions: (source) => ({
    padding: readPadding(source, 0),
    strideWidth: source.int32(1),
    strideHeight: source.int32(2),
    activation: readActivation(source, 3),
    dilationWidth: source.int32(4, 1),
    dilationHeight: source.int32(5, 1),
  }),
  shapes: (site) => {
    const { batches, rows, columns, outputDepth } = convolutionGeometry(site);
    return [[batches, rows.output, columns.output, outputDepth]];
  },
  steps: (site) => {
    const { rows, columns, filterDepth } = convolutionGeometry(site);
    return site.output(0).count * rows.size * columns.size * filterDepth;
  },
  kernel: (site) => {
    const shape = convolutionGeometry(site);
    const rescaling = channelRescaling(
      site,
      {
        input: site.input(0),
        filter: site.input(1),
        bias: site.optionalInput(2),
        output: site.output(0),
        activation: site.options.activation,
      },
      shape.outputDepth,
    );
    const sums = newAccumulators(shape.outputDepth, rescaling.wide);
    const pixel = pixelSums(site, shape, sums);
    const out = site.output(0).values as Int8Array;
    return (): void => {
      let at = 0;
      for (let batch = 0; batch < shape.batches; batch++) {
        for (let y = 0; y < shape.rows.output; y++) {
          for (let x = 0; x < shape.columns.output; x++) {
            sums.set(rescaling.biases);
            pixel(batch, y, x);
            storeRescaled(rescaling, sums, 0, out, at);
            at += shape.outputDepth;
          }
        }
      }
    };
  },
  c: conv2dC,
};

/**
 * Adds the products for all channels of one output position to `sums`. Where neighbouring columns lie side by side in
 * input and filter, a row of the window is summed in one go.
 */
function pixelSums(
  site: Site<ConvolutionOptions>,
  shape: ConvolutionGeometry,
  sums: Accumulators,
): (batch: number, y: number, x: number) => void {
  const { rows, columns, inputDepth, filterDepth, outputDepth } = shape;
  const input = site.input(0).values as Int8Array;
  const filter = site.input(1).values as Int8Array;
  const offset = -site.input(0).quantization!.zeroPoints[0]!;
  const together = columns.dilation === 1 && filterDepth === inputDepth;
  const filterSize = rows.size * columns.size * filterDepth;
  const groups = inputDepth / filterDepth;
  const perGroup = outputDepth / groups;
  const addGroups = Array.from({ length: groups }, (_, group) =>
    rowSums(input, offset, filter, filterSize, sums.subarray(group * perGroup, (group + 1) * perGroup)),
  );
  const addRun = (start: number, weight: number, run: number): void => {
    for (let group = 0; group < groups; group++) {
      addGroups[group]!(start + group * filterDepth, weight + group * perGroup * filterSize, run);
    }
  };
  return (batch, y, x) => {
    const top = y * rows.stride - rows.before;
    const left = x * columns.stride - columns.before;
    const from = firstInside(columns, left);
    const to = lastInside(columns, left);
    const lastRow = lastInside(rows, top);
    for (let fy = firstInside(rows, top); fy < lastRow; fy++) {
      const line = (batch * rows.input + top + fy * rows.dilation) * columns.input + left;
      const weights = fy * columns.size;
      if (together) {
        addRun((line + from) * inputDepth, (weights + from) * filterDepth, (to - from) * inputDepth);
      } else {
        for (let fx = from; fx < to; fx++) {
          addRun((line + fx * columns.dilation) * inputDepth, (weights + fx) * filterDepth, filterDepth);
        }
      }
    }
  };
}
