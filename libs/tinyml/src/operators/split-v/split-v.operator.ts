import { resolveAxis } from '../axes';
import { divideKernel, Joint } from '../joining';
import { divideC } from '../joining.c99';
import { Operator, Site } from '../operator';
import { constantInts } from '../quantized';
import { splitVTflite } from './split-v.tflite';

type Options = { readonly parts: number };

function axisOf(site: Site<Options>): number {
  return resolveAxis(site, constantInts(site, site.input(2))[0] ?? 0, site.input(0).shape.length);
}

/** How long each part is along the axis; one may be -1, and takes what is left. */
function lengths(site: Site<Options>): readonly number[] {
  const given = constantInts(site, site.input(1));
  const extent = site.input(0).shape[axisOf(site)]!;
  const rest = extent - given.filter((length) => length !== -1).reduce((sum, length) => sum + length, 0);
  const resolved = given.map((length) => (length === -1 ? rest : length));
  const fits =
    resolved.length === site.outputCount &&
    resolved.every((length) => length > 0) &&
    resolved.reduce((sum, length) => sum + length, 0) === extent;
  site.require(fits, 'the parts do not fill the axis');
  return resolved;
}

function jointOf(site: Site<Options>): Joint {
  const parts = Array.from({ length: site.outputCount }, (_, i) => site.output(i));
  return { whole: site.input(0), parts, axis: axisOf(site) };
}

/** Into parts of the lengths that the second input names, along the axis that the third one does. */
export const splitV: Operator<Options> = {
  name: 'SPLIT_V',
  code: 102,
  treats: 'moves',
  tflite: splitVTflite,
  readOptions: (source) => ({ parts: source.int32(0) }),
  shapes: (site) => {
    const axis = axisOf(site);
    return lengths(site).map((length) =>
      site.input(0).shape.map((extent, i) => (i === axis ? length : extent)),
    );
  },
  steps: (site) => site.input(0).count,
  kernel: (site) => divideKernel(site, jointOf(site)),
  c: divideC(jointOf),
};
