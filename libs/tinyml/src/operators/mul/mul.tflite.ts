import { FusedActivation } from '../../arithmetic/activation-range';
import { TfliteBackEnd } from '../operator';
import { activationCode, versionByType } from '../tflite-writing';

export const mulTflite: TfliteBackEnd<{ readonly activation: FusedActivation }> = {
  optionsType: 21,
  version: versionByType(2, 4),
  writeOptions: (options, sink) => {
    sink.int8(0, activationCode(options.activation));
  },
};
