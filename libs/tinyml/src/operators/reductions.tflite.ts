import { TfliteBackEnd } from './operator';
import { ReductionOptions } from './reductions';
import { versionByType } from './tflite-writing';

export const reductionTflite: TfliteBackEnd<ReductionOptions> = {
  optionsType: 27,
  version: versionByType(2, 3),
  writeOptions: (options, sink) => {
    sink.bool(0, options.keepDimensions);
  },
};
