import { integerRange } from '../../graph/element-types';
import { minusZeroC, rescaledC, withinC } from '../c-clamping';
import { floatC } from '../c-types';
import { Site } from '../operator';
import { factor, scaleOf, zeroPointOf } from '../quantized';

/** Text of the runtime header: real numbers as integers. */
export const QUANTIZE_C = `/* To the nearest integer, halves away from zero, within 32 bits; 0 for what is no number. */
static inline int32_t fettle_round(float value)
{
  if (value >= 2147483648.0f) {
    return INT32_MAX;
  }
  if (!(value >= -2147483648.0f)) {
    return value < 0.0f ? INT32_MIN : 0;
  }
  const int32_t whole = (int32_t)value;
  const float rest = value - (float)whole;
  return whole + (rest >= 0.5f ? 1 : 0) - (rest <= -0.5f ? 1 : 0);
}
`;

/** What is stored for the stored or real `value`. */
export function quantizedC(site: Site): string {
  const [input, output] = [site.input(0), site.output(0)];
  const range = integerRange(output.type);
  const [scale, zero] = [scaleOf(site, output), zeroPointOf(site, output)];
  if (input.type === 'float32') return withinC(`fettle_round(value / ${floatC(scale)})`, range, zero);
  const value = minusZeroC(input, zeroPointOf(site, input));
  return rescaledC(value, factor(site, scaleOf(site, input) / scale), range, zero);
}
