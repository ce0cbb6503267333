import { TfliteBackEnd } from '../operator';
import { versionByType } from '../tflite-writing';

export const unpackTflite: TfliteBackEnd<{ readonly axis: number }> = {
  optionsType: 64,
  version: versionByType(2, 4),
  writeOptions: (options, sink, { outputs }) => {
    sink.int32(0, outputs.length);
    sink.int32(1, options.axis);
  },
};
