import { FixedMultiplier } from '../../arithmetic/fixed-point';
import { Site } from '../operator';
import { factor, scaleOf } from '../quantized';

export type SvdfOptions = { readonly rank: number };

export interface SvdfSize {
  readonly batches: number;
  readonly inputs: number;
  readonly filters: number;
  readonly memory: number;
  readonly units: number;
}

/** Sizes that all operands agree on; refuses where they do not. */
export function svdfSize(site: Site<SvdfOptions>): SvdfSize {
  const [input, feature, time] = [site.input(0).shape, site.input(1).shape, site.input(2).shape];
  const twoDimensional = [input, feature, time].every(({ length }) => length === 2);
  site.require(twoDimensional, 'input and weights have two dimensions');
  const { rank } = site.options;
  const [batches, inputs] = input as readonly [number, number];
  const [filters, memory] = [feature[0]!, time[1]!];
  site.require(rank > 0 && filters % rank === 0, 'filters do not divide into ranks');
  site.require(feature[1] === inputs && time[0] === filters, 'the weights do not fit');
  return { batches, inputs, filters, memory, units: filters / rank };
}

/** From sums of products with the feature weights to what is remembered. */
export function toMemory(site: Site): FixedMultiplier {
  return quotient(
    site,
    scaleOf(site, site.input(0)),
    scaleOf(site, site.input(1)),
    scaleOf(site, site.input(4)),
  );
}

/** From sums of products with the weights of time to the output. */
export function toOutput(site: Site): FixedMultiplier {
  return quotient(
    site,
    scaleOf(site, site.input(4)),
    scaleOf(site, site.input(2)),
    scaleOf(site, site.output(0)),
  );
}

/** `a * b / c` in float32. */
function quotient(site: Site, a: number, b: number, c: number): FixedMultiplier {
  return factor(site, Math.fround(Math.fround(a * b) / c));
}
