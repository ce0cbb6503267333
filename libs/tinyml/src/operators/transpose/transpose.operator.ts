import { stridesOf } from '../../graph/shapes';
import { noOptions, NoOptions, Operator, Site } from '../operator';
import { constantInts } from '../quantized';
import { walk } from '../walking';
import { plainTflite } from '../tflite-writing';
import { gatherC } from '../gathering.c99';

function permutation(site: Site): readonly number[] {
  const rank = site.input(0).shape.length;
  const axes = constantInts(site, site.input(1));
  const valid =
    axes.length === rank && new Set(axes).size === rank && axes.every((axis) => axis >= 0 && axis < rank);
  site.require(valid, 'not a permutation of the dimensions');
  return axes;
}

/** How far apart in the input neighbours in each dimension of the output are. */
function permutedStrides(site: Site): readonly number[] {
  const strides = stridesOf(site.input(0).shape);
  return permutation(site).map((axis) => strides[axis]!);
}

/** Dimensions in another order: output dimension i is input dimension `permutation[i]`. */
export const transpose: Operator<NoOptions> = {
  name: 'TRANSPOSE',
  code: 39,
  treats: 'moves',
  tflite: plainTflite(26, 2, 4),
  readOptions: noOptions,
  shapes: (site) => [permutation(site).map((axis) => site.input(0).shape[axis]!)],
  steps: (site) => site.input(0).count,
  kernel: (site) => {
    const [input, output] = [site.input(0), site.output(0)];
    site.require(input.type === output.type, 'input and output differ in type');
    const next = walk(output.shape, permutedStrides(site));
    const [from, to] = [input.values as Int8Array, output.values as Int8Array];
    return () => {
      for (let i = 0; i < to.length; i++) to[i] = from[next()]!;
    };
  },
  c: gatherC((site) => ({ shape: site.output(0).shape, strides: permutedStrides(site) })),
};
