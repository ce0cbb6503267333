import { TfliteBackEnd } from './operator';
import { AdditionOptions } from './addition';
import { activationCode, versionByType } from './tflite-writing';

/** Of sums and differences, whose tables have numbers of their own. */
export function additionTflite(optionsType: number, int16: number): TfliteBackEnd<AdditionOptions> {
  return {
    optionsType,
    version: versionByType(2, int16),
    writeOptions: (options, sink) => {
      sink.int8(0, activationCode(options.activation));
      sink.bool(1, options.powerOfTwoScales, true);
    },
  };
}
