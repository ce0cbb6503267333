import { TfliteBackEnd } from '../operator';

export const squeezeTflite: TfliteBackEnd<{ readonly axes: readonly number[] }> = {
  optionsType: 30,
  version: () => 1,
  writeOptions: (options, sink) => {
    sink.int32s(0, options.axes);
  },
};
