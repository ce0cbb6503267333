import { FusedActivation } from '../arithmetic/activation-range';
import { Shape } from '../graph/model.types';
import { OptionSource, Site } from './operator';
import { readActivation } from './quantized';
import { Padding, readPadding, Window, windowOver } from './windows';

/** Options of both poolings. */
export type PoolOptions = {
  readonly padding: Padding;
  readonly strideWidth: number;
  readonly strideHeight: number;
  readonly filterWidth: number;
  readonly filterHeight: number;
  readonly activation: FusedActivation;
};

export function readPoolOptions(source: OptionSource): PoolOptions {
  return {
    padding: readPadding(source, 0),
    strideWidth: source.int32(1),
    strideHeight: source.int32(2),
    filterWidth: source.int32(3),
    filterHeight: source.int32(4),
    activation: readActivation(source, 5),
  };
}

export interface PoolGeometry {
  readonly batches: number;
  readonly rows: Window;
  readonly columns: Window;
  readonly depth: number;
}

/** Where the windows of a pooling lie over its [batch, height, width, channels] input. */
export function poolGeometry(site: Site<PoolOptions>): PoolGeometry {
  const { shape } = site.input(0);
  site.require(shape.length === 4, 'the input has four dimensions');
  const [batches, height, width, depth] = shape as [number, number, number, number];
  const { padding, strideWidth, strideHeight, filterWidth, filterHeight } = site.options;
  const rows = { size: filterHeight, stride: strideHeight, dilation: 1, padding };
  const columns = { size: filterWidth, stride: strideWidth, dilation: 1, padding };
  return { batches, rows: windowOver(site, height, rows), columns: windowOver(site, width, columns), depth };
}

export function poolShapes(site: Site<PoolOptions>): readonly Shape[] {
  const { batches, rows, columns, depth } = poolGeometry(site);
  return [[batches, rows.output, columns.output, depth]];
}

export function poolSteps(site: Site<PoolOptions>): number {
  return site.output(0).count * site.options.filterHeight * site.options.filterWidth;
}
