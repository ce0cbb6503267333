import { TfliteBackEnd } from '../operator';
import { versionByType } from '../tflite-writing';
import { SliceOptions } from './slice-plan';

export const stridedSliceTflite: TfliteBackEnd<SliceOptions> = {
  optionsType: 32,
  version: versionByType(2, 4),
  writeOptions: (options, sink) => {
    sink.int32(0, options.beginMask);
    sink.int32(1, options.endMask);
    sink.int32(2, options.ellipsisMask);
    sink.int32(3, options.newAxisMask);
    sink.int32(4, options.shrinkAxisMask);
    sink.bool(5, options.offset);
  },
};
