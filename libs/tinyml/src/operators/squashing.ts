import { fixedMultiplier, frexp, rescale, roundAway, roundingShift } from '../arithmetic/fixed-point';
import { Site } from './operator';
import { scaleOf, zeroPointOf } from './quantized';

/** How a squashing function is computed for 8-bit values. */
export interface Squashing {
  /** On a raw fixed-point number with this many integer bits, to one with none. */
  readonly fixed: (raw: number, integerBits: number) => number;
  /** In float32; the result is rounded to it by who asks. */
  readonly real: (value: number) => number;
  /** Bits of the output's fraction: 8 from 0 to 1, 7 from -1 to 1. */
  readonly outputBits: 7 | 8;
}

/** The stored output for a stored 8-bit input, in the site's arithmetic. */
export function squash8(site: Site, squashing: Squashing): (stored: number) => number {
  return site.arithmetic.squashing === 'table' ? byTable(site, squashing) : byFixedPoint(site, squashing);
}

/** Four integer bits in; beyond their range the output is its least or greatest value. */
function byFixedPoint(site: Site, { fixed, outputBits }: Squashing): (stored: number) => number {
  const zero = zeroPointOf(site, site.input(0));
  const real = scaleOf(site, site.input(0)) * 2 ** 27;
  const { multiplier } = fixedMultiplier(real);
  const shift = frexp(real).exponent;
  site.require(shift >= 0 && shift <= 62, 'the input scale is out of range');
  const radius = Math.floor((15 * 2 ** 27) / 2 ** shift);
  const offset = outputBits === 8 ? -128 : 0;
  return (stored) => {
    const value = stored - zero;
    if (value <= -radius) return -128;
    if (value >= radius) return 127;
    const raw = fixed(rescale(value, multiplier, shift), 4);
    return Math.max(-128, Math.min(127, roundingShift(raw, 31 - outputBits) + offset));
  };
}

/** Dequantised, squashed and quantised in float32. */
function byTable(site: Site, { real }: Squashing): (stored: number) => number {
  const zero = zeroPointOf(site, site.input(0));
  const scale = scaleOf(site, site.input(0));
  const output = site.output(0);
  const inverse = Math.fround(1 / scaleOf(site, output));
  const outputZero = zeroPointOf(site, output);
  return (stored) => {
    const value = Math.fround(real(Math.fround(scale * (stored - zero))));
    return Math.max(-128, Math.min(127, roundAway(Math.fround(value * inverse)) + outputZero));
  };
}
