import { Operator } from '../operator';
import { resizedTo, ResizeOptions, resizing } from './nearest';
import { resizeNearestNeighborC } from './resize-nearest-neighbor.c99';
import { resizeNearestNeighborTflite } from './resize-nearest-neighbor.tflite';

/** Height and width of a [batch, height, width, channels] image changed by repeating or leaving out pixels. */
export const resizeNearestNeighbor: Operator<ResizeOptions> = {
  name: 'RESIZE_NEAREST_NEIGHBOR',
  code: 97,
  treats: 'moves',
  tflite: resizeNearestNeighborTflite,
  readOptions: (source) => ({ alignCorners: source.bool(0), halfPixelCenters: source.bool(1) }),
  shapes: (site) => {
    const [height, width] = resizedTo(site);
    const { shape } = site.input(0);
    return [[shape[0]!, height, width, shape[3]!]];
  },
  steps: (site) => site.output(0).count,
  kernel: (site) => {
    const [input, output] = [site.input(0), site.output(0)];
    site.require(input.type === output.type, 'input and output differ in type');
    const { batches, depth, rows, columns, height, width } = resizing(site);
    const [from, to] = [input.values as Int8Array, output.values as Int8Array];
    return () => {
      let at = 0;
      for (let b = 0; b < batches; b++) {
        for (let y = 0; y < rows.length; y++) {
          for (let x = 0; x < columns.length; x++) {
            const pixel = ((b * height + rows[y]!) * width + columns[x]!) * depth;
            for (let c = 0; c < depth; c++) to[at++] = from[pixel + c]!;
          }
        }
      }
    };
  },
  c: resizeNearestNeighborC,
};
