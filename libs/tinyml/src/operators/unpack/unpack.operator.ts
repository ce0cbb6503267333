import { resolveAxis } from '../axes';
import { divideKernel, Joint } from '../joining';
import { divideC } from '../joining.c99';
import { Operator, Site } from '../operator';
import { unpackTflite } from './unpack.tflite';

type Options = { readonly axis: number };

function jointOf(site: Site<Options>): Joint {
  const whole = site.input(0);
  const parts = Array.from({ length: site.outputCount }, (_, i) => site.output(i));
  return { whole, parts, axis: resolveAxis(site, site.options.axis, whole.shape.length) };
}

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
  kernel: (site) => divideKernel(site, jointOf(site)),
  c: divideC(jointOf),
};
