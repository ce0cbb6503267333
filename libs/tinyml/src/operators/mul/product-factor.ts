import { FusedActivation } from '../../arithmetic/activation-range';
import { rounding } from '../../arithmetic/arithmetic';
import { FixedMultiplier } from '../../arithmetic/fixed-point';
import { Site } from '../operator';
import { factor, scaleOf } from '../quantized';

export type MulOptions = { readonly activation: FusedActivation };

/** From the product of stored values to the output: `scale_a * scale_b / scale_out`, in the arithmetic's precision. */
export function productFactor(site: Site<MulOptions>): FixedMultiplier {
  const [a, b, output] = [site.input(0), site.input(1), site.output(0)];
  const round = rounding(site.arithmetic.productPrecision);
  const product = round(scaleOf(site, a) * scaleOf(site, b));
  return factor(site, round(product / scaleOf(site, output)));
}
