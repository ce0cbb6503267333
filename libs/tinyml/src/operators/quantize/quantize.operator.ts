import { rescale, roundAway } from '../../arithmetic/fixed-point';
import { integerRange } from '../../graph/element-types';
import { WITHIN_C } from '../c-clamping';
import { mappingC } from '../c-mapping';
import { Kernel, noOptions, NoOptions, Operator, Site } from '../operator';
import { factor, requireType, scaleOf, zeroPointOf } from '../quantized';
import { oneStepEach, sameShapeAsInput } from '../unary';
import { plainTflite } from '../tflite-writing';
import { QUANTIZE_C, quantizedC } from './quantize.c99';

/** Real numbers to stored ones, or stored ones from one quantisation to another. */
export const quantize: Operator<NoOptions> = {
  name: 'QUANTIZE',
  code: 114,
  inPlace: [0],
  treats: 'maps',
  tflite: plainTflite(89),
  readOptions: noOptions,
  shapes: sameShapeAsInput,
  steps: oneStepEach,
  kernel: (site) => {
    requireType(site, site.input(0), 'float32', 'int8', 'uint8', 'int16', 'int32');
    requireType(site, site.output(0), 'int8', 'uint8', 'int16', 'int32');
    return site.input(0).type === 'float32' ? fromReal(site) : fromStored(site);
  },
  c: mappingC<NoOptions>({
    kernel: (site) => quantize.kernel(site),
    functions: [WITHIN_C, QUANTIZE_C],
    expression: quantizedC,
  }),
};

/** Divided in float32, rounded halves away from zero; what is no number is stored as zero, as a Cortex-M would. */
function fromReal(site: Site): Kernel {
  const output = site.output(0);
  const [scale, zero] = [scaleOf(site, output), zeroPointOf(site, output)];
  const [low, high] = integerRange(output.type);
  const x = site.input(0).values as Float32Array;
  const out = output.values as Int8Array;
  return () => {
    for (let i = 0; i < x.length; i++) {
      const steps = Math.fround(x[i]! / scale);
      const value = Number.isNaN(steps) ? zero : roundAway(steps) + zero;
      out[i] = value < low ? low : value > high ? high : value;
    }
  };
}

function fromStored(site: Site): Kernel {
  const [input, output] = [site.input(0), site.output(0)];
  const { multiplier, shift } = factor(site, scaleOf(site, input) / scaleOf(site, output));
  const [zero, outputZero] = [zeroPointOf(site, input), zeroPointOf(site, output)];
  const [low, high] = integerRange(output.type);
  const [x, out] = [input.values as Int8Array, output.values as Int8Array];
  return () => {
    for (let i = 0; i < x.length; i++) {
      const value = rescale(x[i]! - zero, multiplier, shift) + outputZero;
      out[i] = value < low ? low : value > high ? high : value;
    }
  };
}
