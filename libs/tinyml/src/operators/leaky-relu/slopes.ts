import { FixedMultiplier } from '../../arithmetic/fixed-point';
import { Site } from '../operator';
import { factor, scaleOf } from '../quantized';

export type LeakyReluOptions = { readonly alpha: number };

/** The two factors of a leaky rectifier, quotients in float32. */
export interface Slopes {
  readonly identity: FixedMultiplier;
  /** Of negative values, without its sign. */
  readonly negative: FixedMultiplier;
  readonly sign: 1 | -1;
}

export function slopesOf(site: Site<LeakyReluOptions>): Slopes {
  const [scale, outputScale] = [scaleOf(site, site.input(0)), scaleOf(site, site.output(0))];
  const { multiplier, shift } = factor(
    site,
    Math.fround(Math.fround(scale * site.options.alpha) / outputScale),
  );
  const sign = multiplier < 0 ? -1 : 1;
  return {
    identity: factor(site, Math.fround(scale / outputScale)),
    negative: { multiplier: sign * multiplier, shift },
    sign,
  };
}
