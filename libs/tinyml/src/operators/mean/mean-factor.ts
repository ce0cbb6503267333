import { Site } from '../operator';
import { factor, scaleOf } from '../quantized';
import { ReductionOptions } from '../reductions';

/** From the sum of `number` stored values to the output: their division is folded into the multiplier. */
export function meanFactor(
  site: Site<ReductionOptions>,
  number: number,
): { multiplier: number; shift: number } {
  const { multiplier, shift } = factor(site, scaleOf(site, site.input(0)) / scaleOf(site, site.output(0)));
  const extra = Math.min(31 - Math.clz32(number), 31 + shift);
  const folded = (BigInt(multiplier) << BigInt(extra)) / BigInt(number);
  return { multiplier: Number(BigInt.asIntN(32, folded)), shift: shift - extra };
}
