import { resolveAxis } from '../axes';
import { divideKernel, Joint } from '../joining';
import { divideC } from '../joining.c99';
import { Operator, Site } from '../operator';
import { constantInts } from '../quantized';
import { splitTflite } from './split.tflite';

type Options = { readonly parts: number };

function axisOf(site: Site<Options>): number {
  return resolveAxis(site, constantInts(site, site.input(0))[0] ?? 0, site.input(1).shape.length);
}

function jointOf(site: Site<Options>): Joint {
  const parts = Array.from({ length: site.outputCount }, (_, i) => site.output(i));
  return { whole: site.input(1), parts, axis: axisOf(site) };
}

/** Into equal parts along one axis (the first input names it). */
export const split: Operator<Options> = {
  name: 'SPLIT',
  code: 49,
  treats: 'moves',
  tflite: splitTflite,
  readOptions: (source) => ({ parts: source.int32(0) }),
  shapes: (site) => {
    const { parts } = site.options;
    const { shape } = site.input(1);
    const axis = axisOf(site);
    site.require(
      parts === site.outputCount && shape[axis]! % parts === 0,
      'the axis does not divide into the parts',
    );
    return Array.from({ length: parts }, () =>
      shape.map((extent, i) => (i === axis ? extent / parts : extent)),
    );
  },
  steps: (site) => site.input(1).count,
  kernel: (site) => divideKernel(site, jointOf(site)),
  c: divideC(jointOf),
};
