import { TfliteBackEnd } from '../operator';
import { activationCode } from '../tflite-writing';
import { LstmOptions } from './options';

export const unidirectionalSequenceLstmTflite: TfliteBackEnd<LstmOptions> = {
  optionsType: 71,
  version: () => 1,
  writeOptions: (options, sink) => {
    sink.int8(0, activationCode(options.activation));
    sink.float32(1, options.cellClip);
    sink.bool(3, options.timeMajor);
  },
};
