import { NoOptions, TfliteBackEnd } from '../operator';

/** The schema's TensorType of the only extents there are here. */
const INT32 = 2;

export const shapeTflite: TfliteBackEnd<NoOptions> = {
  optionsType: 55,
  version: () => 1,
  writeOptions: (_, sink) => {
    sink.int8(0, INT32);
  },
};
