import { rescale } from '../../arithmetic/fixed-point';
import { integerRange } from '../../graph/element-types';
import { Operator } from '../operator';
import { requireQuantized, zeroPointOf } from '../quantized';
import {
  readReductionOptions,
  reducedShape,
  ReductionOptions,
  reductionTargets,
  reductionWork,
} from '../reductions';
import { reductionTflite } from '../reductions.tflite';
import { meanFactor } from './mean-factor';
import { meanC } from './mean.c99';

/**
 * Mean over any axes: the sum of stored values rescaled once, the division by their number folded into the multiplier
 * (cut down to an integer, which loses up to one part in 2^30: part of the specification).
 */
export const mean: Operator<ReductionOptions> = {
  name: 'MEAN',
  code: 40,
  tflite: reductionTflite,
  cost: reductionWork,
  readOptions: readReductionOptions,
  shapes: (site) => [reducedShape(site)],
  steps: (site) => site.input(0).count,
  kernel: (site) => {
    const [input, output] = [site.input(0), site.output(0)];
    requireQuantized(site, [input, output], ['int8', 'int16']);
    const [low, high] = integerRange(output.type);
    const sums = new Int32Array(output.count);
    const target = reductionTargets(site);
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
