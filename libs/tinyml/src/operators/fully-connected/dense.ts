import { FusedActivation } from '../../arithmetic/activation-range';
import { FixedMultiplier } from '../../arithmetic/fixed-point';
import { Site } from '../operator';
import { factor, scaleOf } from '../quantized';

export type DenseOptions = {
  readonly activation: FusedActivation;
  readonly shuffled: boolean;
  readonly keepDimensions: boolean;
};

export interface DenseSize {
  readonly batches: number;
  readonly units: number;
  readonly depth: number;
}

/** How many rows of which length; refuses shapes that do not fit. */
export function denseSize(site: Site<DenseOptions>): DenseSize {
  const input = site.input(0);
  const [units, depth] = site.input(1).shape as readonly [number, number];
  site.require(site.input(1).shape.length === 2, 'weights have two dimensions');
  site.require(input.count % depth === 0, `${input.count} values do not divide into rows of ${depth}`);
  return { batches: input.count / depth, units, depth };
}

/** The weights' scales: one for each unit, or one for all. */
export function weightScales(site: Site<DenseOptions>, units: number): readonly number[] {
  const scales = site.input(1).quantization?.scales ?? [];
  site.require(
    scales.length === 1 || scales.length === units,
    'one weight scale for each unit, or one for all',
  );
  return scales;
}

/**
 * The factors that take sums to outputs, one for each unit or one for all. One scale for all units is multiplied by the
 * input's in float32 and divided in double; one for each unit is double throughout.
 */
export function denseFactors(site: Site<DenseOptions>, units: number): readonly FixedMultiplier[] {
  const scales = weightScales(site, units);
  const [inputScale, outputScale] = [scaleOf(site, site.input(0)), scaleOf(site, site.output(0))];
  return scales.map((scale) => {
    const product = scales.length > 1 ? inputScale * scale : Math.fround(inputScale * scale);
    return factor(site, product / outputScale);
  });
}
