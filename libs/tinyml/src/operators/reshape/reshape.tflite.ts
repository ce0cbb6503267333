import { TfliteBackEnd } from '../operator';

export const reshapeTflite: TfliteBackEnd<{ readonly newShape: readonly number[] }> = {
  optionsType: 17,
  version: () => 1,
  writeOptions: (options, sink) => {
    sink.int32s(0, options.newShape);
  },
};
