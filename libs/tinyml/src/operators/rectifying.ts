import { quantizeReal } from '../arithmetic/activation-range';
import { rounding } from '../arithmetic/arithmetic';
import { FixedMultiplier, rescale } from '../arithmetic/fixed-point';
import { integerRange } from '../graph/element-types';
import { minusZeroC, rescaledC, withinC } from './c-clamping';
import { Kernel, Operand, Site } from './operator';
import { factor, scaleOf, zeroPointOf } from './quantized';
import { unaryKernel } from './unary';

type Range = readonly [number, number];

/** Two real numbers as this operand stores them. */
function storedRange(site: Site, operand: Operand, lower: number, upper: number): Range {
  const [scale, zero] = [scaleOf(site, operand), zeroPointOf(site, operand)];
  const [least, greatest] = integerRange(operand.type);
  const high = upper === Infinity ? greatest : Math.min(greatest, quantizeReal(upper, scale, zero));
  return [Math.max(least, quantizeReal(lower, scale, zero)), high];
}

function rectifierFactor(site: Site): FixedMultiplier {
  const quotient = scaleOf(site, site.input(0)) / scaleOf(site, site.output(0));
  return factor(site, rounding(site.arithmetic.productPrecision)(quotient));
}

/** Rescales to the output's quantisation, then clamps between two real numbers stored there. */
export function rescalingRectifier(site: Site, lower: number, upper: number): Kernel {
  const [input, output] = [site.input(0), site.output(0)];
  const { multiplier, shift } = rectifierFactor(site);
  const [zero, outputZero] = [zeroPointOf(site, input), zeroPointOf(site, output)];
  const [low, high] = storedRange(site, output, lower, upper);
  return unaryKernel(site, (stored) =>
    Math.min(high, Math.max(low, rescale(stored - zero, multiplier, shift) + outputZero)),
  );
}

/** The same of the stored `value` in C. */
export function rescalingRectifierC(site: Site, lower: number, upper: number): string {
  const [input, output] = [site.input(0), site.output(0)];
  const value = minusZeroC(input, zeroPointOf(site, input));
  const range = storedRange(site, output, lower, upper);
  return rescaledC(value, rectifierFactor(site), range, zeroPointOf(site, output));
}

/** Clamps stored values as the input's quantisation has them; the output's is taken to be the same. */
export function clampingRectifier(site: Site, lower: number, upper: number): Kernel {
  const [low, high] = storedRange(site, site.input(0), lower, upper);
  return unaryKernel(site, (stored) => Math.min(high, Math.max(low, stored)));
}

/** The same of the stored `value` in C. */
export function clampingRectifierC(site: Site, lower: number, upper: number): string {
  return withinC('value', storedRange(site, site.input(0), lower, upper), 0);
}
