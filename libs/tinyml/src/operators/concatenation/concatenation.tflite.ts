import { FusedActivation } from '../../arithmetic/activation-range';
import { TfliteBackEnd } from '../operator';
import { activationCode, versionByType } from '../tflite-writing';

export const concatenationTflite: TfliteBackEnd<{
  readonly axis: number;
  readonly activation: FusedActivation;
}> = {
  optionsType: 10,
  version: versionByType(2, 3),
  writeOptions: (options, sink) => {
    sink.int32(0, options.axis);
    sink.int8(1, activationCode(options.activation));
  },
};
