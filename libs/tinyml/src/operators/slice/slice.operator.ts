import { stridesOf } from '../../graph/shapes';
import { noOptions, NoOptions, Operator, Site } from '../operator';
import { constantInts } from '../quantized';
import { walk } from '../walking';
import { plainTflite } from '../tflite-writing';
import { Gathered, gatherC } from '../gathering.c99';

/** First index and length along each dimension; a length of -1 takes the rest. */
function ranges(site: Site): readonly { readonly begin: number; readonly size: number }[] {
  const { shape } = site.input(0);
  const begins = constantInts(site, site.input(1));
  const sizes = constantInts(site, site.input(2));
  site.require(
    begins.length === shape.length && sizes.length === shape.length,
    'not a range for each dimension',
  );
  return shape.map((extent, i) => {
    const begin = begins[i]!;
    const size = sizes[i] === -1 ? extent - begin : sizes[i]!;
    site.require(begin >= 0 && size > 0 && begin + size <= extent, 'a range leaves its dimension');
    return { begin, size };
  });
}

function gathered(site: Site): Required<Gathered> {
  const strides = stridesOf(site.input(0).shape);
  const start = ranges(site).reduce((sum, { begin }, i) => sum + begin * strides[i]!, 0);
  return { shape: site.output(0).shape, strides, start };
}

/** A rectangular part of the input. */
export const slice: Operator<NoOptions> = {
  name: 'SLICE',
  code: 65,
  treats: 'moves',
  tflite: plainTflite(48, 2, 4),
  readOptions: noOptions,
  shapes: (site) => [ranges(site).map(({ size }) => size)],
  steps: (site) => site.output(0).count,
  kernel: (site) => {
    const [input, output] = [site.input(0), site.output(0)];
    site.require(input.type === output.type, 'input and output differ in type');
    const { strides, start } = gathered(site);
    const next = walk(output.shape, strides, start);
    const [from, to] = [input.values as Int8Array, output.values as Int8Array];
    return () => {
      for (let i = 0; i < to.length; i++) to[i] = from[next()]!;
    };
  },
  c: gatherC(gathered),
};
