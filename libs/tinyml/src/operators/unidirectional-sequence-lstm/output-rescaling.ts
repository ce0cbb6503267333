import { FixedMultiplier, rescale } from '../../arithmetic/fixed-point';
import { Operand, Site } from '../operator';
import { factor, scaleOf, zeroPointOf } from '../quantized';

/** From the product of two values in 15 fractional bits to the hidden state, and its zero point. */
export function outputFactor(site: Site, hidden: Operand): FixedMultiplier & { readonly zero: number } {
  const single = site.arithmetic.lstmCell === 'fixed-point';
  const carrier = single ? (site.intermediate(4) ?? hidden) : hidden;
  const real = 2 ** -30 / scaleOf(site, carrier);
  return { ...factor(site, single ? Math.fround(real) : real), zero: zeroPointOf(site, carrier) };
}

/** The new hidden value: the output gate times the squashed state, both in 15 fractional bits, as it is stored. */
export function outputRescaling(site: Site, hidden: Operand): (gate: number, squashed: number) => number {
  const { multiplier, shift, zero } = outputFactor(site, hidden);
  return (gate, squashed) => {
    const value = rescale(gate * squashed, multiplier, shift) + zero;
    return value > 127 ? 127 : value < -128 ? -128 : value;
  };
}
