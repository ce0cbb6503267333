import { TfliteBackEnd } from '../operator';
import { versionByType } from '../tflite-writing';

const byType = versionByType(2, 4);

export const resizeNearestNeighborTflite: TfliteBackEnd<{
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
}> = {
  optionsType: 74,
  version: (operands, { alignCorners, halfPixelCenters }) =>
    Math.max(byType(operands), alignCorners || halfPixelCenters ? 3 : 1),
  writeOptions: (options, sink) => {
    sink.bool(0, options.alignCorners);
    sink.bool(1, options.halfPixelCenters);
  },
};
