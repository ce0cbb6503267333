import { TfliteBackEnd } from '../operator';
import { versionByType } from '../tflite-writing';

export const packTflite: TfliteBackEnd<{ readonly axis: number }> = {
  optionsType: 59,
  version: versionByType(2, 3),
  writeOptions: (options, sink, { inputs }) => {
    sink.int32(0, inputs.length);
    sink.int32(1, options.axis);
  },
};
