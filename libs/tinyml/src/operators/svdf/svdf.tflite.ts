import { TfliteBackEnd } from '../operator';
import { versionByType } from '../tflite-writing';

export const svdfTflite: TfliteBackEnd<{ readonly rank: number }> = {
  optionsType: 6,
  version: versionByType(3, 3),
  writeOptions: (options, sink) => {
    sink.int32(0, options.rank);
  },
};
