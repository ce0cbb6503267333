import { minusZeroC } from '../c-clamping';
import { floatC } from '../c-types';
import { Site } from '../operator';
import { scaleOf, zeroPointOf } from '../quantized';

/**
 * The real number of the stored `value`. Up to 16 bits the difference and its product with the scale fit a double, hence one multiplication in float32 rounds
 * alike; of 32 bits they do not.
 */
export function dequantizedC(site: Site): string {
  const input = site.input(0);
  const [scale, zero] = [floatC(scaleOf(site, input)), zeroPointOf(site, input)];
  if (input.type !== 'int32') return `${scale} * (float)(${minusZeroC(input, zero)})`;
  return `(double)${scale} * ((double)value - (double)(${zero}))`;
}
