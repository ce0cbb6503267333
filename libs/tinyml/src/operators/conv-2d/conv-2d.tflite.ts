import { TfliteBackEnd } from '../operator';
import { activationCode, paddingCode } from '../tflite-writing';
import { ConvolutionOptions } from './geometry';

export const conv2dTflite: TfliteBackEnd<ConvolutionOptions> = {
  optionsType: 1,
  version: ({ inputs: [input, filter] }) =>
    input?.type === 'int16' ? 4 : input?.shape[3] === filter?.shape[3] ? 3 : 6,
  writeOptions: (options, sink) => {
    sink.int8(0, paddingCode(options.padding));
    sink.int32(1, options.strideWidth);
    sink.int32(2, options.strideHeight);
    sink.int8(3, activationCode(options.activation));
    sink.int32(4, options.dilationWidth, 1);
    sink.int32(5, options.dilationHeight, 1);
  },
};
