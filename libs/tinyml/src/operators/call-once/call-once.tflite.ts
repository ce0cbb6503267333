import { TfliteBackEnd } from '../operator';

export const callOnceTflite: TfliteBackEnd<{ readonly subgraph: number }> = {
  optionsType: 103,
  version: () => 1,
  writeOptions: (options, sink) => {
    sink.int32(0, options.subgraph);
  },
};
