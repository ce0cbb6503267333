import { rescale } from '../../arithmetic/fixed-point';
import { integerRange } from '../../graph/element-types';
import { Shape } from '../../graph/model.types';
import { Operator, Site } from '../operator';
import { requireQuantized, zeroPointOf } from '../quantized';
import { walk, Walk } from '../walking';
import { meanAxes, meanFactor, MeanOptions } from './mean-factor';
import { meanC } from './mean.c99';
import { meanTflite } from './mean.tflite';
import { meanWork } from './mean.cost';

function reducedShape(site: Site<MeanOptions>): Shape {
  const axes = meanAxes(site);
  const { shape } = site.input(0);
  if (site.options.keepDimensions) return shape.map((extent, i) => (axes.includes(i) ? 1 : extent));
  return shape.filter((_, i) => !axes.includes(i));
}

/**
 * Mean over any axes: the sum of stored values rescaled once, the division by their number folded into the multiplier
 * (cut down to an integer, which loses up to one part in 2^30: part of the specification).
 */
export const mean: Operator<MeanOptions> = {
  name: 'MEAN',
  code: 40,
  tflite: meanTflite,
  cost: meanWork,
  readOptions: (source) => ({ keepDimensions: source.bool(0) }),
  shapes: (site) => [reducedShape(site)],
  steps: (site) => site.input(0).count,
  kernel: (site) => {
    const [input, output] = [site.input(0), site.output(0)];
    requireQuantized(site, [input, output], ['int8', 'int16']);
    const [low, high] = integerRange(output.type);
    const sums = new Int32Array(output.count);
    const target = targets(site);
    const number = input.count / output.count;
    const { multiplier, shift } = meanFactor(site, number);
    const inputShift = number * zeroPointOf(site, input);
    const outputOffset = zeroPointOf(site, output);
    const [x, out] = [input.values as Int8Array, output.values as Int8Array];
    return (): void => {
      sums.fill(0);
      for (let i = 0; i < x.length; i++) sums[target()]! += x[i]!;
      for (let i = 0; i < sums.length; i++) {
        const value = rescale(sums[i]! - inputShift, multiplier, shift) + outputOffset;
        out[i] = value < low ? low : value > high ? high : value;
      }
    };
  },
  c: meanC,
};

/** Which output each input in turn is summed into. */
function targets(site: Site<MeanOptions>): Walk {
  const axes = meanAxes(site);
  const { shape } = site.input(0);
  const strides = new Array<number>(shape.length).fill(0);
  let next = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    if (axes.includes(i)) continue;
    strides[i] = next;
    next *= shape[i]!;
  }
  return walk(shape, strides);
}
