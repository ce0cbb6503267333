import { dot } from '../../arithmetic/dot';
import { rescale } from '../../arithmetic/fixed-point';
import { Kernel, Operator, Site } from '../operator';
import { requireType, zeroPointOf } from '../quantized';
import { SvdfOptions, SvdfSize, svdfSize, toMemory, toOutput } from './geometry';
import { svdfC } from './svdf.c99';
import { svdfTflite } from './svdf.tflite';
import { svdfWork } from './svdf.cost';

/**
 * Singular value decomposition filter (Nakkiran et al., Compressing deep neural networks using a rank-constrained
 * topology): each filter reduces the input to a number, remembers the last of them, and weighs them over time.
 */
export const svdf: Operator<SvdfOptions> = {
  name: 'SVDF',
  code: 27,
  tflite: svdfTflite,
  cost: svdfWork,
  readOptions: (source) => ({ rank: source.int32(0) }),
  shapes: (site) => {
    const { batches, units } = svdfSize(site);
    return [[batches, units]];
  },
  steps: (site) => {
    const { batches, inputs, filters, memory } = svdfSize(site);
    return batches * filters * (inputs + memory);
  },
  kernel: (site) => {
    const size = svdfSize(site);
    const state = site.input(4);
    requireType(site, site.input(0), 'int8');
    requireType(site, site.input(1), 'int8');
    requireType(site, site.input(2), 'int16');
    requireType(site, state, 'int16');
    requireType(site, site.output(0), 'int8');
    site.require(
      state.variable && state.count === size.batches * size.filters * size.memory,
      'no state of this size',
    );
    const remember = remembering(site, size);
    const weigh = weighing(site, size);
    return () => {
      remember();
      weigh();
    };
  },
  c: svdfC,
};

/** Forgets each filter's oldest number, and adds the new one. */
function remembering(site: Site<SvdfOptions>, size: SvdfSize): Kernel {
  const { batches, inputs, filters, memory } = size;
  const [input, weights, state] = [site.input(0), site.input(1), site.input(4)];
  const { multiplier, shift } = toMemory(site);
  const offset = -zeroPointOf(site, input);
  const [x, w, s] = [input.values as Int8Array, weights.values as Int8Array, state.values as Int16Array];
  return () => {
    s.copyWithin(0, 1);
    for (let b = 0; b < batches; b++) {
      for (let f = 0; f < filters; f++) {
        const value = rescale(dot(x, b * inputs, offset, w, f * inputs, inputs), multiplier, shift);
        s[(b * filters + f + 1) * memory - 1] = Math.min(32767, Math.max(-32768, value));
      }
    }
  };
}

/** Weighs what each filter remembers, and adds up the filters of each unit. */
function weighing(site: Site<SvdfOptions>, size: SvdfSize): Kernel {
  const { batches, filters, memory, units } = size;
  const { rank } = site.options;
  const [weights, state, output] = [site.input(2), site.input(4), site.output(0)];
  const { multiplier, shift } = toOutput(site);
  const offset = zeroPointOf(site, output);
  const bias = site.optionalInput(3);
  if (bias !== undefined) {
    requireType(site, bias, 'int32');
    site.require(bias.count === units, 'one bias for each unit');
  }
  const [w, s] = [weights.values as Int16Array, state.values as Int16Array];
  const [biases, out] = [bias?.values as Int32Array | undefined, output.values as Int8Array];
  return () => {
    for (let b = 0; b < batches; b++) {
      for (let u = 0; u < units; u++) {
        let sum = biases?.[u] ?? 0;
        for (let r = 0; r < rank; r++) {
          const filter = u * rank + r;
          sum = (sum + dot(s, (b * filters + filter) * memory, 0, w, filter * memory, memory)) | 0;
        }
        const value = rescale(sum, multiplier, shift) + offset;
        out[b * units + u] = value < -128 ? -128 : value > 127 ? 127 : value;
      }
    }
  };
}
