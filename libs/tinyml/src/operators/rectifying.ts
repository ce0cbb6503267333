import { quantizeReal } from '../arithmetic/activation-range';
import { rounding } from '../arithmetic/arithmetic';
import { rescale } from '../arithmetic/fixed-point';
import { integerRange } from '../graph/element-types';
import { Kernel, Site } from './operator';
import { factor, scaleOf, zeroPointOf } from './quantized';
import { unaryKernel } from './unary';

/** Rescales to the output's quantisation, then clamps between two real numbers stored there. */
export function rescalingRectifier(site: Site, lower: number, upper: number): Kernel {
  const [input, output] = [site.input(0), site.output(0)];
  const [scale, outputScale] = [scaleOf(site, input), scaleOf(site, output)];
  const { multiplier, shift } = factor(site, rounding(site.arithmetic.productPrecision)(scale / outputScale));
  const [zero, outputZero] = [zeroPointOf(site, input), zeroPointOf(site, output)];
  const [least, greatest] = integerRange(output.type);
  const low = Math.max(least, quantizeReal(lower, outputScale, outputZero));
  const high =
    upper === Infinity ? greatest : Math.min(greatest, quantizeReal(upper, outputScale, outputZero));
  return unaryKernel(site, (stored) =>
    Math.min(high, Math.max(low, rescale(stored - zero, multiplier, shift) + outputZero)),
  );
}

/** Clamps stored values as the input's quantisation has them; the output's is taken to be the same. */
export function clampingRectifier(site: Site, lower: number, upper: number): Kernel {
  const input = site.input(0);
  const [scale, zero] = [scaleOf(site, input), zeroPointOf(site, input)];
  const [least, greatest] = integerRange(input.type);
  const low = Math.max(least, quantizeReal(lower, scale, zero));
  const high = Math.min(greatest, quantizeReal(upper, scale, zero));
  return unaryKernel(site, (stored) => Math.min(high, Math.max(low, stored)));
}
