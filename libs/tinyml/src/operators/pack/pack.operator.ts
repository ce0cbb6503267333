import { resolveAxis } from '../axes';
import { Joint, joinKernel } from '../joining';
import { joinC } from '../joining.c99';
import { Operand, Operator, Site } from '../operator';
import { packTflite } from './pack.tflite';

type Options = { readonly axis: number };

function partsOf(site: Site<Options>): readonly Operand[] {
  return Array.from({ length: site.inputCount }, (_, i) => site.input(i));
}

function jointOf(site: Site<Options>): Joint {
  const whole = site.output(0);
  return { whole, parts: partsOf(site), axis: resolveAxis(site, site.options.axis, whole.shape.length) };
}

/** Equal shapes side by side along a new axis. */
export const pack: Operator<Options> = {
  name: 'PACK',
  code: 83,
  treats: 'moves',
  tflite: packTflite,
  readOptions: (source) => ({ axis: source.int32(1) }),
  shapes: (site) => {
    const { shape } = site.input(0);
    const axis = resolveAxis(site, site.options.axis, shape.length + 1);
    return [[...shape.slice(0, axis), site.inputCount, ...shape.slice(axis)]];
  },
  steps: (site) => site.output(0).count,
  kernel: (site) => {
    const [output, parts] = [site.output(0), partsOf(site)];
    const first = site.input(0);
    for (const part of parts) {
      site.require(part.type === output.type && part.count === first.count, 'the parts differ');
    }
    return joinKernel(jointOf(site));
  },
  c: joinC(jointOf),
};
