import { Accumulators, newAccumulators } from '../../arithmetic/dot';
import { channelRescaling, storeRescaled } from '../channel-rescaling';
import { Operator, Site } from '../operator';
import { readActivation } from '../quantized';
import { firstInside, lastInside, readPadding } from '../windows';
import { depthwiseGeometry, DepthwiseGeometry, DepthwiseOptions } from './geometry';
import { depthwiseConv2dC } from './depthwise-conv-2d.c99';
import { depthwiseConv2dTflite } from './depthwise-conv-2d.tflite';
import { depthwiseConv2dWork } from './depthwise-conv-2d.cost';

/** Taken out of the global once: some hosts intercept every look-up of a global. */
const { floor, imul } = Math;

/**
 * Every input channel by its own filters, `outputDepth / inputDepth` of them (the model's own depth multiplier is
 * redundant and not looked at). Filters are [1, height, width, out].
 */
export const depthwiseConv2d: Operator<DepthwiseOptions> = {
  name: 'DEPTHWISE_CONV_2D',
  code: 4,
  fusesActivation: true,
  padsByZeroPoint: true,
  tflite: depthwiseConv2dTflite,
  cost: depthwiseConv2dWork,
  readOptions: (source) => ({
    padding: readPadding(source, 0),
    strideWidth: source.int32(1),
    strideHeight: source.int32(2),
    activation: readActivation(source, 4),
    dilationWidth: source.int32(5, 1),
    dilationHeight: source.int32(6, 1),
  }),
  shapes: (site) => {
    const { batches, rows, columns, outputDepth } = depthwiseGeometry(site);
    return [[batches, rows.output, columns.output, outputDepth]];
  },
  steps: (site) => {
    const { rows, columns } = depthwiseGeometry(site);
    return site.output(0).count * rows.size * columns.size;
  },
  kernel: (site) => {
    const shape = depthwiseGeometry(site);
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
  c: depthwiseConv2dC,
};

/** Adds the products for all channels of one output position to `sums`; channels lie side by side in input and filter. */
function pixelSums(
  site: Site<DepthwiseOptions>,
  shape: DepthwiseGeometry,
  sums: Accumulators,
): (batch: number, y: number, x: number) => void {
  const { rows, columns, inputDepth, outputDepth } = shape;
  const tap: Tap = {
    input: site.input(0).values as Int8Array,
    offset: -site.input(0).quantization!.zeroPoints[0]!,
    filter: site.input(1).values as Int8Array,
    sums,
    times: outputDepth / inputDepth,
  };
  return (batch, y, x) => {
    const top = y * rows.stride - rows.before;
    const left = x * columns.stride - columns.before;
    const from = firstInside(columns, left);
    const to = lastInside(columns, left);
    const lastRow = lastInside(rows, top);
    for (let fy = firstInside(rows, top); fy < lastRow; fy++) {
      const line = (batch * rows.input + top + fy * rows.dilation) * columns.input;
      for (let fx = from; fx < to; fx++) {
        addTap(
          tap,
          (line + left + fx * columns.dilation) * inputDepth,
          (fy * columns.size + fx) * outputDepth,
        );
      }
    }
  };
}

interface Tap {
  readonly input: Int8Array;
  readonly offset: number;
  readonly filter: Int8Array;
  readonly sums: Accumulators;
  readonly times: number;
}

/** Adds one tap of the filters: input pixel from `at`, filter elements from `weight`. Products fit int32 in any width. */
function addTap({ input, offset, filter, sums, times }: Tap, at: number, weight: number): void {
  if (times === 1) {
    for (let c = 0; c < sums.length; c++) sums[c]! += imul(input[at + c]! + offset, filter[weight + c]!);
    return;
  }
  for (let c = 0; c < sums.length; c++) {
    sums[c]! += imul(input[at + floor(c / times)]! + offset, filter[weight + c]!);
  }
}
