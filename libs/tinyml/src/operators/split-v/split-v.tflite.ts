import { TfliteBackEnd } from '../operator';
import { versionByType } from '../tflite-writing';

export const splitVTflite: TfliteBackEnd<{ readonly parts: number }> = {
  optionsType: 79,
  version: versionByType(2, 2),
  writeOptions: (options, sink) => {
    sink.int32(0, options.parts);
  },
};
