import { dot } from '../../arithmetic/dot';
import { FixedMultiplier, rescale } from '../../arithmetic/fixed-point';
import { Kernel, Operator, Site } from '../operator';
import { factor, requireType, scaleOf, zeroPointOf } from '../quantized';
import { svdfTflite } from './svdf.tflite';
import { svdfWork } from './svdf.cost';

type Options = { readonly rank: number };

interface Size {
  readonly batches: number;
  readonly inputs: number;
  readonly filters: number;
  readonly memory: number;
  readonly units: number;
}

function sizeOf(site: Site<Options>): Size {
  const [input, feature, time] = [site.input(0).shape, site.input(1).shape, site.input(2).shape];
  const twoDimensional = [input, feature, time].every(({ length }) => length === 2);
  site.require(twoDimensional, 'input and weights have two dimensions');
  const { rank } = site.options;
  const [batches, inputs] = input as readonly [number, number];
  const [filters, memory] = [feature[0]!, time[1]!];
  site.require(rank > 0 && filters % rank === 0, 'filters do not divide into ranks');
  site.require(feature[1] === inputs && time[0] === filters, 'the weights do not fit');
  return { batches, inputs, filters, memory, units: filters / rank };
}

/**
 * Singular value decomposition filter (Nakkiran et al., Compressing deep neural networks using a rank-constrained
 * topology): each filter reduces the input to a number, remembers the last of them, and weighs them over time.
 */
export const svdf: Operator<Options> = {
  name: 'SVDF',
  code: 27,
  tflite: svdfTflite,
  cost: svdfWork,
  readOptions: (source) => ({ rank: source.int32(0) }),
  shapes: (site) => {
    const { batches, units } = sizeOf(site);
    return [[batches, units]];
  },
  steps: (site) => {
    const { batches, inputs, filters, memory } = sizeOf(site);
    return batches * filters * (inputs + memory);
  },
  kernel: (site) => {
    const size = sizeOf(site);
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
};

/** Forgets each filter's oldest number, and adds the new one. */
function remembering(site: Site<Options>, size: Size): Kernel {
  const { batches, inputs, filters, memory } = size;
  const [input, weights, state] = [site.input(0), site.input(1), site.input(4)];
  const { multiplier, shift } = quotient(
    site,
    scaleOf(site, input),
    scaleOf(site, weights),
    scaleOf(site, state),
  );
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
function weighing(site: Site<Options>, size: Size): Kernel {
  const { batches, filters, memory, units } = size;
  const { rank } = site.options;
  const [weights, state, output] = [site.input(2), site.input(4), site.output(0)];
  const { multiplier, shift } = quotient(
    site,
    scaleOf(site, state),
    scaleOf(site, weights),
    scaleOf(site, output),
  );
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

/** `a * b / c` in float32. */
function quotient(site: Site, a: number, b: number, c: number): FixedMultiplier {
  return factor(site, Math.fround(Math.fround(a * b) / c));
}
