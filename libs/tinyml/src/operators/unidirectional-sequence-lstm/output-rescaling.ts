import { rescale } from '../../arithmetic/fixed-point';
import { Operand, Site } from '../operator';
import { factor, scaleOf, zeroPointOf } from '../quantized';

/** The new hidden value: the output gate times the squashed state, both in 15 fractional bits, as it is stored. */
export function outputRescaling(site: Site, hidden: Operand): (gate: number, squashed: number) => number {
  const carrier = site.arithmetic.lstmCell === 'fixed-point' ? (site.intermediate(4) ?? hidden) : hidden;
  const real = 2 ** -30 / scaleOf(site, carrier);
  const single = site.arithmetic.lstmCell === 'fixed-point';
  const { multiplier, shift } = factor(site, single ? Math.fround(real) : real);
  const zero = zeroPointOf(site, carrier);
  return (gate, squashed) => {
    const value = rescale(gate * squashed, multiplier, shift) + zero;
    return value > 127 ? 127 : value < -128 ? -128 : value;
  };
}
