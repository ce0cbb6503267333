import { storeRescaled } from '../channel-rescaling';
import { Operator, Site } from '../operator';
import { constantInts, readActivation } from '../quantized';
import { readPadding } from '../windows';
import { TransposeConvGeometry, transposeConvGeometry, transposeConvRescaling } from './geometry';
import { TransposeConvOptions } from './options';
import { transposeConvC } from './transpose-conv.c99';
import { transposeConvTflite } from './transpose-conv.tflite';
import { transposeConvWork } from './transpose-conv.cost';

/**
 * The transpose of a convolution: every input value spreads its filter over the output. Filters are [out, height,
 * width, in]; the first input is the output's shape.
 */
export const transposeConv: Operator<TransposeConvOptions> = {
  name: 'TRANSPOSE_CONV',
  code: 67,
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
    const shape = transposeConvGeometry(site);
    const rescaling = transposeConvRescaling(site, shape.outputDepth);
    const out = site.output(0).values as Int8Array;
    const sums = new Float64Array(out.length);
    const scatter = scattering(site, shape, sums, rescaling.inputOffset);
    return () => {
      for (let at = 0; at < out.length; at += shape.outputDepth) sums.set(rescaling.biases, at);
      scatter();
      for (let at = 0; at < out.length; at += shape.outputDepth) storeRescaled(rescaling, sums, at, out, at);
    };
  },
  c: transposeConvC,
};

/** Adds every input pixel's products to the sums of the output pixels it reaches. */
function scattering(
  site: Site<TransposeConvOptions>,
  shape: TransposeConvGeometry,
  sums: Float64Array,
  offset: number,
): () => void {
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
