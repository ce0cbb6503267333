import { TfliteBackEnd } from './operator';
import { PoolOptions } from './pooling';
import { activationCode, paddingCode, versionByType } from './tflite-writing';

export const poolTflite: TfliteBackEnd<PoolOptions> = {
  optionsType: 5,
  version: versionByType(2, 3),
  writeOptions: (options, sink) => {
    sink.int8(0, paddingCode(options.padding));
    sink.int32(1, options.strideWidth);
    sink.int32(2, options.strideHeight);
    sink.int32(3, options.filterWidth);
    sink.int32(4, options.filterHeight);
    sink.int8(5, activationCode(options.activation));
  },
};
