import { rescale } from '../../arithmetic/fixed-point';
import { integerRange } from '../../graph/element-types';
import { WITHIN_C } from '../c-clamping';
import { mappingC } from '../c-mapping';
import { Operator } from '../operator';
import { zeroPointOf } from '../quantized';
import { oneStepEach, sameShapeAsInput, unaryKernel } from '../unary';
import { leakyReluC } from './leaky-relu.c99';
import { leakyReluTflite } from './leaky-relu.tflite';
import { LeakyReluOptions, slopesOf } from './slopes';

/** `x` where it is not negative, `alpha * x` where it is; both factors are quotients in float32. */
export const leakyRelu: Operator<LeakyReluOptions> = {
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
    const { identity, negative, sign } = slopesOf(site);
    const [zero, outputZero] = [zeroPointOf(site, input), zeroPointOf(site, output)];
    const [least, greatest] = integerRange(output.type);
    return unaryKernel(site, (stored) => {
      const value = stored - zero;
      const scaled =
        value >= 0
          ? rescale(value, identity.multiplier, identity.shift)
          : sign * rescale(value, negative.multiplier, negative.shift);
      return Math.min(greatest, Math.max(least, scaled + outputZero));
    });
  },
  c: mappingC({
    kernel: (site) => leakyRelu.kernel(site),
    functions: [WITHIN_C],
    expression: leakyReluC,
  }),
};
