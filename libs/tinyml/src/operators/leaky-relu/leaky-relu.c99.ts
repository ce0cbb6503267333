import { integerRange } from '../../graph/element-types';
import { minusZeroC, withinC } from '../c-clamping';
import { Site } from '../operator';
import { zeroPointOf } from '../quantized';
import { LeakyReluOptions, slopesOf } from './slopes';

/** What a leaky rectifier stores for the stored `value`. */
export function leakyReluC(site: Site<LeakyReluOptions>): string {
  const [input, output] = [site.input(0), site.output(0)];
  const { identity, negative, sign } = slopesOf(site);
  const value = minusZeroC(input, zeroPointOf(site, input));
  const rising = `fettle_rescale(${value}, ${identity.multiplier}, ${identity.shift})`;
  const falling = `fettle_rescale(${value}, ${negative.multiplier}, ${negative.shift})`;
  const scaled = `${value} >= 0 ? ${rising} : ${sign < 0 ? '-' : ''}${falling}`;
  return withinC(scaled, integerRange(output.type), zeroPointOf(site, output));
}
