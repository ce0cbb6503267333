import { TfliteBackEnd } from '../operator';
import { versionByType } from '../tflite-writing';

export const softmaxTflite: TfliteBackEnd<{ readonly beta: number }> = {
  optionsType: 9,
  version: versionByType(2, 3),
  writeOptions: (options, sink) => {
    sink.float32(0, options.beta);
  },
};
