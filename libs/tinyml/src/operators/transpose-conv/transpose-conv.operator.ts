import { channelRescaling, storeRescaled } from '../channel-rescaling';
import { Operator, Site } from '../operator';
import { constantInts, readActivation } from '../quantized';
import { Padding, readPadding } from '../windows';
import { TransposeConvOptions as Options } from './options';
import { transposeConvTflite } from './transpose-conv.tflite';
import { transposeConvWork } from './transpose-conv.cost';

/** One dimension: where the outputs of input 0 begin is `-before`. */
interface Spread {
  readonly input: number;
  readonly output: number;
  readonly size: number;
  readonly stride: number;
  readonly before: number;
}

/** The padding of the convolution that goes the other way, from the output to the input. */
function spread(input: number, output: number, size: number, stride: number, padding: Padding): Spread {
  const fitting = padding === 'SAME' ? Math.ceil(output / stride) : Math.ceil((output - size + 1) / stride);
  const total = Math.max(0, (fitting - 1) * stride + size - output);
  return { input, output, size, stride, before: Math.floor(total / 2) };
}

interface Geometry {
  readonly batches: number;
  readonly rows: Spread;
  readonly columns: Spread;
  readonly inputDepth: number;
  readonly outputDepth: number;
}

function geometry(site: Site<Options>): Geometry {
  const [filter, input, output] = [site.input(1).shape, site.input(2).shape, site.output(0).shape];
  const four = [filter, input, output].every(({ length }) => length === 4);
  site.require(four, 'filter, input and output have four dimensions');
  const { padding, strideWidth, strideHeight } = site.options;
  site.require(strideWidth > 0 && strideHeight > 0, 'strides start at 1');
  site.require(
    filter[3] === input[3] && filter[0] === output[3] && input[0] === output[0],
    'the channels do not fit',
  );
  return {
    batches: input[0]!,
    rows: spread(input[1]!, output[1]!, filter[1]!, strideHeight, padding),
    columns: spread(input[2]!, output[2]!, filter[2]!, strideWidth, padding),
    inputDepth: input[3]!,
    outputDepth: output[3]!,
  };
}

/**
 * The transpose of a convolution: every input value spreads its filter over the output. Filters are [out, height,
 * width, in]; the first input is the output's shape.
 */
export const transposeConv: Operator<Options> = {
  name: 'TRANSPOSE_CONV',
  code: 67,
  fusesActivation: true,
  tflite: transposeConvTflite,
  cost: transposeConvWork,
  readOptions: (source) => ({
    padding: readPadding(source, 0),
    strideWidth: source.int32(1),
    strideHeight: source.int32(2),
    activation: readActivation(source, 3),
  }),
  shapes: (site) => {
    const shape = site.input(0);
    return [shape.data === undefined ? undefined : constantInts(site, shape)];
  },
  steps: (site) => site.input(2).count * (site.input(1).count / site.input(1).shape[3]!),
  kernel: (site) => {
    const shape = geometry(site);
    const rescaling = channelRescaling(
      site,
      {
        input: site.input(2),
        filter: site.input(1),
        bias: site.optionalInput(3),
        output: site.output(0),
        activation: site.options.activation,
      },
      shape.outputDepth,
    );
    const out = site.output(0).values as Int8Array;
    const sums = new Float64Array(out.length);
    const scatter = scattering(site, shape, sums, rescaling.inputOffset);
    return () => {
      for (let at = 0; at < out.length; at += shape.outputDepth) sums.set(rescaling.biases, at);
      scatter();
      for (let at = 0; at < out.length; at += shape.outputDepth) storeRescaled(rescaling, sums, at, out, at);
    };
  },
};

/** Adds every input pixel's products to the sums of the output pixels it reaches. */
function scattering(site: Site<Options>, shape: Geometry, sums: Float64Array, offset: number): () => void {
  const { batches, rows, columns, inputDepth, outputDepth } = shape;
  const input = site.input(2).values as Int8Array;
  const filter = site.input(1).values as Int8Array;
  const filterSize = rows.size * columns.size * inputDepth;
  const addPixel = (from: number, to: number, weight: number): void => {
    for (let c = 0; c < outputDepth; c++) {
      let sum = 0;
      const weights = weight + c * filterSize;
      for (let i = 0; i < inputDepth; i++) sum += (input[from + i]! + offset) * filter[weights + i]!;
      sums[to + c]! += sum;
    }
  };
  return () => {
    for (let pixel = 0; pixel < batches * rows.input * columns.input; pixel++) {
      const top = (Math.floor(pixel / columns.input) % rows.input) * rows.stride - rows.before;
      const left = (pixel % columns.input) * columns.stride - columns.before;
      const batch = Math.floor(pixel / (columns.input * rows.input));
      for (let fy = Math.max(0, -top); fy < Math.min(rows.size, rows.output - top); fy++) {
        const line = (batch * rows.output + top + fy) * columns.output + left;
        for (let fx = Math.max(0, -left); fx < Math.min(columns.size, columns.output - left); fx++) {
          addPixel(pixel * inputDepth, (line + fx) * outputDepth, (fy * columns.size + fx) * inputDepth);
        }
      }
    }
  };
}
