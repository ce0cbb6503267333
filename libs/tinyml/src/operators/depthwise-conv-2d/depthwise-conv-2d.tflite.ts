import { TfliteBackEnd } from '../operator';
import { activationCode, paddingCode, versionByType } from '../tflite-writing';
import { DepthwiseOptions } from './geometry';

export const depthwiseConv2dTflite: TfliteBackEnd<DepthwiseOptions> = {
  optionsType: 2,
  version: versionByType(3, 5),
  writeOptions: (options, sink, { inputs: [input, filter] }) => {
    sink.int8(0, paddingCode(options.padding));
    sink.int32(1, options.strideWidth);
    sink.int32(2, options.strideHeight);
    // The runtimes work it out from the shapes, but older ones read it.
    sink.int32(3, (filter?.shape[3] ?? 0) / (input?.shape[3] ?? 1));
    sink.int8(4, activationCode(options.activation));
    sink.int32(5, options.dilationWidth, 1);
    sink.int32(6, options.dilationHeight, 1);
  },
};
