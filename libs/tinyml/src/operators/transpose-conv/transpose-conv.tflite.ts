import { TfliteBackEnd } from '../operator';
import { activationCode, paddingCode } from '../tflite-writing';
import { TransposeConvOptions } from './options';

export const transposeConvTflite: TfliteBackEnd<TransposeConvOptions> = {
  optionsType: 49,
  version: ({ inputs }, { activation }) => (activation !== 'NONE' ? 4 : inputs[3] !== undefined ? 3 : 2),
  writeOptions: (options, sink) => {
    sink.int8(0, paddingCode(options.padding));
    sink.int32(1, options.strideWidth);
    sink.int32(2, options.strideHeight);
    sink.int8(3, activationCode(options.activation));
  },
};
