import { Operator } from '../operator';
import { requireType, scaleOf, zeroPointOf } from '../quantized';
import { softmax16 } from './softmax-16';
import { softmax8 } from './softmax-8';
import { softmaxC } from './softmax.c99';
import { softmaxTflite } from './softmax.tflite';
import { softmaxWork } from './softmax.cost';

type Options = { readonly beta: number };

/** `exp(beta * x) / sum exp(beta * x)` along the last dimension. Outputs have the quantisation that covers [0, 1). */
export const softmax: Operator<Options> = {
  name: 'SOFTMAX',
  code: 25,
  inPlace: [0],
  tflite: softmaxTflite,
  cost: softmaxWork,
  readOptions: (source) => ({ beta: source.float32(0) }),
  shapes: (site) => [site.input(0).shape],
  steps: (site) => 16 * site.input(0).count,
  kernel: (site) => {
    const [input, output] = [site.input(0), site.output(0)];
    requireType(site, input, 'int8', 'int16');
    requireType(site, output, 'int16', input.type);
    site.require(input.shape.length > 0, 'a scalar');
    const scale = scaleOf(site, input);
    const { beta } = site.options;
    site.require(beta > 0, 'beta is not positive');
    const steps = output.type === 'int8' ? 256 : input.type === 'int8' ? 65_536 : 32_768;
    const zero = input.type === 'int16' ? 0 : -steps / 2;
    const near = Math.abs(scaleOf(site, output) * steps - 1) <= 1e-3;
    site.require(
      near && zeroPointOf(site, output) === zero,
      `the output needs scale 1/${steps} and zero point ${zero}`,
    );
    if (input.type === 'int16') return softmax16(input, output, scale * beta, site.arithmetic);
    site.require(beta * scale * 2 ** 26 > 1, 'the input scale is too small');
    return softmax8(input, output, scale, beta);
  },
  c: softmaxC,
};
