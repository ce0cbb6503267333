import { TfliteBackEnd, WrittenOperands } from '../operator';
import { activationCode } from '../tflite-writing';
import { DenseOptions } from './dense';

function version(
  { inputs: [input, weights, bias] }: WrittenOperands,
  { keepDimensions }: DenseOptions,
): number {
  if ((weights?.quantization?.scales.length ?? 1) > 1) return 12;
  if (input?.type === 'int16') return 7;
  if (bias === undefined) return 6;
  return keepDimensions ? 5 : 4;
}

export const fullyConnectedTflite: TfliteBackEnd<DenseOptions> = {
  optionsType: 8,
  version,
  writeOptions: (options, sink) => {
    sink.int8(0, activationCode(options.activation));
    sink.int8(1, options.shuffled ? 1 : 0);
    sink.bool(2, options.keepDimensions);
  },
};
