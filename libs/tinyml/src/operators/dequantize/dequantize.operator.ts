import { mappingC } from '../c-mapping';
import { noOptions, NoOptions, Operator } from '../operator';
import { requireType, scaleOf, zeroPointOf } from '../quantized';
import { oneStepEach, sameShapeAsInput } from '../unary';
import { plainTflite } from '../tflite-writing';
import { dequantizedC } from './dequantize.c99';

/** The real numbers that stored ones stand for, to the nearest float32. */
export const dequantize: Operator<NoOptions> = {
  name: 'DEQUANTIZE',
  code: 6,
  tflite: plainTflite(38, 2, 3),
  readOptions: noOptions,
  shapes: sameShapeAsInput,
  steps: oneStepEach,
  kernel: (site) => {
    const [input, output] = [site.input(0), site.output(0)];
    requireType(site, input, 'int8', 'uint8', 'int16', 'int32');
    requireType(site, output, 'float32');
    const [scale, zero] = [scaleOf(site, input), zeroPointOf(site, input)];
    const x = input.values as Int8Array;
    const out = output.values as Float32Array;
    return () => {
      for (let i = 0; i < x.length; i++) out[i] = scale * (x[i]! - zero);
    };
  },
  c: mappingC<NoOptions>({
    kernel: (site) => dequantize.kernel(site),
    functions: [],
    expression: dequantizedC,
  }),
};
