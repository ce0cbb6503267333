import { roundAway } from '../../arithmetic/fixed-point';
import { Site } from '../operator';
import { constantInts } from '../quantized';

export type ResizeOptions = { readonly alignCorners: boolean; readonly halfPixelCenters: boolean };

/** An image before and after: height and width. */
export interface Resizing {
  readonly batches: number;
  readonly depth: number;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly height: number;
  readonly width: number;
}

/** Height and width to resize to. */
export function resizedTo(site: Site<ResizeOptions>): readonly [number, number] {
  const [height, width] = constantInts(site, site.input(1));
  site.require(site.input(0).shape.length === 4, 'the input has four dimensions');
  site.require(
    height !== undefined && width !== undefined && height > 0 && width > 0,
    'no size to resize to',
  );
  return [height!, width!];
}

/** Which row and column of the input each of the output takes its values from. */
export function resizing(site: Site<ResizeOptions>): Resizing {
  const [toHeight, toWidth] = resizedTo(site);
  const [batches, height, width, depth] = site.input(0).shape as readonly [number, number, number, number];
  const rows = nearest(height, toHeight, site.options);
  return { batches, depth, height, width, rows, columns: nearest(width, toWidth, site.options) };
}

/** The same along one dimension; computed in float32. */
function nearest(
  input: number,
  output: number,
  { alignCorners, halfPixelCenters }: ResizeOptions,
): Int32Array {
  const aligned = alignCorners && output > 1;
  const scale = Math.fround(aligned ? (input - 1) / (output - 1) : input / output);
  return Int32Array.from({ length: output }, (_, i) => {
    const at = Math.fround((i + (halfPixelCenters ? 0.5 : 0)) * scale);
    return Math.max(0, Math.min(alignCorners ? roundAway(at) : Math.floor(at), input - 1));
  });
}
