import { FusedActivation } from '../../arithmetic/activation-range';
import { Site } from '../operator';
import { Padding, Window, windowOver } from '../windows';

export type ConvolutionOptions = {
  readonly padding: Padding;
  readonly strideWidth: number;
  readonly strideHeight: number;
  readonly activation: FusedActivation;
  readonly dilationWidth: number;
  readonly dilationHeight: number;
};

export interface ConvolutionGeometry {
  readonly batches: number;
  readonly rows: Window;
  readonly columns: Window;
  readonly inputDepth: number;
  readonly filterDepth: number;
  readonly outputDepth: number;
}

/** Where the windows of the convolution lie; refuses shapes that do not fit. */
export function convolutionGeometry(site: Site<ConvolutionOptions>): ConvolutionGeometry {
  const input = site.input(0).shape;
  const filter = site.input(1).shape;
  site.require(input.length === 4 && filter.length === 4, 'input and filter have four dimensions');
  const { padding, strideWidth, strideHeight, dilationWidth, dilationHeight } = site.options;
  const [batches, height, width, inputDepth] = input as [number, number, number, number];
  const [outputDepth, filterHeight, filterWidth, filterDepth] = filter as [number, number, number, number];
  const groups = inputDepth / filterDepth;
  site.require(Number.isInteger(groups) && outputDepth % groups === 0, 'channels do not divide into groups');
  const rows = { size: filterHeight, stride: strideHeight, dilation: dilationHeight, padding };
  const columns = { size: filterWidth, stride: strideWidth, dilation: dilationWidth, padding };
  return {
    batches,
    rows: windowOver(site, height, rows),
    columns: windowOver(site, width, columns),
    inputDepth,
    filterDepth,
    outputDepth,
  };
}
