import { TfliteBackEnd } from '../operator';
import { versionByType } from '../tflite-writing';
import { MeanOptions } from './mean-factor';

export const meanTflite: TfliteBackEnd<MeanOptions> = {
  optionsType: 27,
  version: versionByType(2, 3),
  writeOptions: (options, sink) => {
    sink.bool(0, options.keepDimensions);
  },
};
