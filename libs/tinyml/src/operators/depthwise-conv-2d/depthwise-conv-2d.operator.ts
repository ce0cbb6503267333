import { FusedActivation } from '../../arithmetic/activation-range';
import { channelRescaling, rescalingOf } from '../channel-rescaling';
import { Operator, Site } from '../operator';
import { clampOf, readActivation } from '../quantized';
import { firstInside, lastInside, Padding, readPadding, Window, windowOver } from '../windows';

type Options = {
  readonly padding: Padding;
  readonly strideWidth: number;
  readonly strideHeight: number;
  readonly activation: FusedActivation;
  readonly dilationWidth: number;
  readonly dilationHeight: number;
};

interface Geometry {
  readonly batches: number;
  readonly rows: Window;
  readonly columns: Window;
  readonly inputDepth: number;
  readonly outputDepth: number;
}

function geometry(site: Site<Options>): Geometry {
  const input = site.input(0).shape;
  const filter = site.input(1).shape;
  site.require(input.length === 4 && filter.length === 4, 'input and filter have four dimensions');
  const { padding, strideWidth, strideHeight, dilationWidth, dilationHeight } = site.options;
  const [batches, height, width, inputDepth] = input as [number, number, number, number];
  const [one, filterHeight, filterWidth, outputDepth] = filter as [number, number, number, number];
  site.require(one === 1 && outputDepth % inputDepth === 0, 'the filter does not fit the channels');
  const rows = { size: filterHeight, stride: strideHeight, dilation: dilationHeight, padding };
  const columns = { size: filterWidth, stride: strideWidth, dilation: dilationWidth, padding };
  return {
    batches,
    rows: windowOver(site, height, rows),
    columns: windowOver(site, width, columns),
    inputDepth,
    outputDepth,
  };
}

/**
 * Every input channel by its own filters, `outputDepth / inputDepth` of them (the model's own depth multiplier is
 * redundant and not looked at). Filters are [1, height, width, out].
 */
export const depthwiseConv2d: Operator<Options> = {
  name: 'DEPTHWISE_CONV_2D',
  code: 4,
  readOptions: (source) => ({
    padding: readPadding(source, 0),
    strideWidth: source.int32(1),
    strideHeight: source.int32(2),
    activation: readActivation(source, 4),
    dilationWidth: source.int32(5, 1),
    dilationHeight: source.int32(6, 1),
  }),
  shapes: (site) => {
    const { batches, rows, columns, outputDepth } = geometry(site);
    return [[batches, rows.output, columns.output, outputDepth]];
  },
  steps: (site) => {
    const { rows, columns } = geometry(site);
    return site.output(0).count * rows.size * columns.size;
  },
  kernel: (site) => {
    const shape = geometry(site);
    const output = site.output(0);
    const operands = { input: site.input(0), filter: site.input(1), bias: site.optionalInput(2), output };
    const rescaling = channelRescaling(site, operands, shape.outputDepth);
    const [low, high] = clampOf(site, site.options.activation, output);
    const sums = new Float64Array(shape.outputDepth);
    const pixel = pixelSums(site, shape, sums);
    const requantize = rescalingOf(rescaling);
    const { multipliers, shifts, outputOffset, biases } = rescaling;
    const out = output.values as Int8Array;
    return (): void => {
      let at = 0;
      for (let batch = 0; batch < shape.batches; batch++) {
        for (let y = 0; y < shape.rows.output; y++) {
          for (let x = 0; x < shape.columns.output; x++) {
            sums.set(biases);
            pixel(batch, y, x);
            for (let c = 0; c < shape.outputDepth; c++) {
              const value = requantize(sums[c]!, multipliers[c]!, shifts[c]!) + outputOffset;
              out[at++] = value < low ? low : value > high ? high : value;
            }
          }
        }
      }
    };
  },
};

/** Adds the products for all channels of one output position to `sums`; channels lie side by side in input and filter. */
function pixelSums(
  site: Site<Options>,
  shape: Geometry,
  sums: Float64Array,
): (batch: number, y: number, x: number) => void {
  const { rows, columns, inputDepth, outputDepth } = shape;
  const input = site.input(0).values as Int8Array;
  const filter = site.input(1).values as Int8Array;
  const offset = -site.input(0).quantization!.zeroPoints[0]!;
  const times = outputDepth / inputDepth;
  return (batch, y, x) => {
    const top = y * rows.stride - rows.before;
    const left = x * columns.stride - columns.before;
    const from = firstInside(columns, left);
    const to = lastInside(columns, left);
    const lastRow = lastInside(rows, top);
    for (let fy = firstInside(rows, top); fy < lastRow; fy++) {
      const line = (batch * rows.input + top + fy * rows.dilation) * columns.input;
      for (let fx = from; fx < to; fx++) {
        const at = (line + left + fx * columns.dilation) * inputDepth;
        let weight = (fy * columns.size + fx) * outputDepth;
        let c = 0;
        for (let i = 0; i < inputDepth; i++) {
          const value = input[at + i]! + offset;
          for (let m = 0; m < times; m++) sums[c++]! += value * filter[weight++]!;
        }
      }
    }
  };
}
