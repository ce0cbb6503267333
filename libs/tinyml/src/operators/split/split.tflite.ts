import { TfliteBackEnd } from '../operator';
import { versionByType } from '../tflite-writing';

export const splitTflite: TfliteBackEnd<{ readonly parts: number }> = {
  optionsType: 35,
  version: versionByType(2, 4),
  writeOptions: (options, sink) => {
    sink.int32(0, options.parts);
  },
};
