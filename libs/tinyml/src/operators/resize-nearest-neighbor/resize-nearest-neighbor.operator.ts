import { roundAway } from '../../arithmetic/fixed-point';
import { Operator, Site } from '../operator';
import { constantInts } from '../quantized';
import { resizeNearestNeighborTflite } from './resize-nearest-neighbor.tflite';

type Options = { readonly alignCorners: boolean; readonly halfPixelCenters: boolean };

/** Which input index each output index along one dimension takes its values from; computed in float32. */
function nearest(input: number, output: number, { alignCorners, halfPixelCenters }: Options): Int32Array {
  const aligned = alignCorners && output > 1;
  const scale = Math.fround(aligned ? (input - 1) / (output - 1) : input / output);
  return Int32Array.from({ length: output }, (_, i) => {
    const at = Math.fround((i + (halfPixelCenters ? 0.5 : 0)) * scale);
    return Math.max(0, Math.min(alignCorners ? roundAway(at) : Math.floor(at), input - 1));
  });
}

function sizeOf(site: Site<Options>): readonly [number, number] {
  const [height, width] = constantInts(site, site.input(1));
  site.require(site.input(0).shape.length === 4, 'the input has four dimensions');
  site.require(
    height !== undefined && width !== undefined && height > 0 && width > 0,
    'no size to resize to',
  );
  return [height!, width!];
}

/** Height and width of a [batch, height, width, channels] image changed by repeating or leaving out pixels. */
export const resizeNearestNeighbor: Operator<Options> = {
  name: 'RESIZE_NEAREST_NEIGHBOR',
  code: 97,
  treats: 'moves',
  tflite: resizeNearestNeighborTflite,
  readOptions: (source) => ({ alignCorners: source.bool(0), halfPixelCenters: source.bool(1) }),
  shapes: (site) => {
    const [height, width] = sizeOf(site);
    const { shape } = site.input(0);
    return [[shape[0]!, height, width, shape[3]!]];
  },
  steps: (site) => site.output(0).count,
  kernel: (site) => {
    const [height, width] = sizeOf(site);
    const [input, output] = [site.input(0), site.output(0)];
    site.require(input.type === output.type, 'input and output differ in type');
    const [batches, rows, columns, depth] = input.shape as readonly [number, number, number, number];
    const fromRow = nearest(rows, height, site.options);
    const fromColumn = nearest(columns, width, site.options);
    const [from, to] = [input.values as Int8Array, output.values as Int8Array];
    return () => {
      let at = 0;
      for (let b = 0; b < batches; b++) {
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            const pixel = ((b * rows + fromRow[y]!) * columns + fromColumn[x]!) * depth;
            for (let c = 0; c < depth; c++) to[at++] = from[pixel + c]!;
          }
        }
      }
    };
  },
};
