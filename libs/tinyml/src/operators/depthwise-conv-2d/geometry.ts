import { FusedActivation } from '../../arithmetic/activation-range';
import { Site } from '../operator';
import { Padding, Window, windowOver } from '../windows';

export type DepthwiseOptions = {
  readonly padding: Padding;
  readonly strideWidth: number;
  readonly strideHeight: number;
  readonly activation: FusedActivation;
  readonly dilationWidth: number;
  readonly dilationHeight: number;
};

export interface DepthwiseGeometry {
  readonly batches: number;
  readonly rows: Window;
  readonly columns: Window;
  readonly inputDepth: number;
  readonly outputDepth: number;
}

/** Where the windows of the depthwise convolution lie; refuses shapes that do not fit. */
export function depthwiseGeometry(site: Site<DepthwiseOptions>): DepthwiseGeometry {
  const input = site.input(0).shape;
  const filter = site.input(1).shape;
  site.require(input.length === 4 && filter.length === 4, 'input and filter have four dimensions');
  const { padding, strideWidth, strideHeight, dilationWidth, dilationHeight } = site.options;
  const [batches, height, width, inputDepth] = input as [number, number, number, number];
  const [one, filterHeight, filterWidth, outputDepth] = filter as [number, number, number, number];
  site.require(one === 1 && outputDepth % inputDepth === 0, 'the filter does not fit the channels');
  const rows = { size: filterHeight, stride: strideHeight, dilation: dilationHeight, padding };
  const columns = { size: filterWidth, stride: strideWidth, dilation: dilationWidth, padding };
  return {
    batches,
    rows: windowOver(site, height, rows),
    columns: windowOver(site, width, columns),
    inputDepth,
    outputDepth,
  };
}
