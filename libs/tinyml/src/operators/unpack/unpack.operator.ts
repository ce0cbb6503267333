import { elementCount } from '../../graph/shapes';
import { resolveAxis } from '../axes';
import { divideKernel } from '../joining';
import { Operator } from '../operator';
import { unpackTflite } from './unpack.tflite';

type Options = { readonly axis: number };

/** Into as many parts as one axis is long, without that axis. */
export const unpack: Operator<Options> = {
  name: 'UNPACK',
  code: 88,
  treats: 'moves',
  tflite: unpackTflite,
  readOptions: (source) => ({ axis: source.int32(1) }),
  shapes: (site) => {
    const { shape } = site.input(0);
    const axis = resolveAxis(site, site.options.axis, shape.length);
    site.require(shape[axis] === site.outputCount, 'the axis is not as long as there are parts');
    return Array.from({ length: site.outputCount }, () => shape.filter((_, i) => i !== axis));
  },
  steps: (site) => site.input(0).count,
  kernel: (site) => {
    const input = site.input(0);
    const axis = resolveAxis(site, site.options.axis, input.shape.length);
    const parts = Array.from({ length: site.outputCount }, (_, i) => site.output(i));
    for (const part of parts) site.require(part.type === input.type, 'parts and input differ in type');
    const run = elementCount(input.shape.slice(axis + 1));
    return divideKernel(
      input,
      parts,
      parts.map(() => run),
    );
  },
};
