import { rescale } from '../../arithmetic/fixed-point';
import { integerRange } from '../../graph/element-types';
import { lookUpC } from '../c-tables';
import { Operator } from '../operator';
import { factor, scaleOf, zeroPointOf } from '../quantized';
import { oneStepEach, sameShapeAsInput, unaryKernel } from '../unary';
import { leakyReluTflite } from './leaky-relu.tflite';

type Options = { readonly alpha: number };

/** `x` where it is not negative, `alpha * x` where it is; both factors are quotients in float32. */
export const leakyRelu: Operator<Options> = {
  name: 'LEAKY_RELU',
  code: 98,
  inPlace: [0],
  treats: 'maps',
  tflite: leakyReluTflite,
  readOptions: (source) => ({ alpha: source.float32(0) }),
  shapes: sameShapeAsInput,
  steps: oneStepEach,
  kernel: (site) => {
    const [input, output] = [site.input(0), site.output(0)];
    const [scale, outputScale] = [scaleOf(site, input), scaleOf(site, output)];
    const slope = factor(site, Math.fround(Math.fround(scale * site.options.alpha) / outputScale));
    const identity = factor(site, Math.fround(scale / outputScale));
    const [zero, outputZero] = [zeroPointOf(site, input), zeroPointOf(site, output)];
    const [least, greatest] = integerRange(output.type);
    const sign = slope.multiplier < 0 ? -1 : 1;
    return unaryKernel(site, (stored) => {
      const value = stored - zero;
      const scaled =
        value >= 0
          ? rescale(value, identity.multiplier, identity.shift)
          : sign * rescale(value, sign * slope.multiplier, slope.shift);
      return Math.min(greatest, Math.max(least, scaled + outputZero));
    });
  },
  c: lookUpC((site) => leakyRelu.kernel(site)),
};
