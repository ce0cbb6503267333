import { TfliteBackEnd } from '../operator';
import { versionByType } from '../tflite-writing';

export const leakyReluTflite: TfliteBackEnd<{ readonly alpha: number }> = {
  optionsType: 75,
  version: versionByType(2, 2),
  writeOptions: (options, sink) => {
    sink.float32(0, options.alpha);
  },
};
