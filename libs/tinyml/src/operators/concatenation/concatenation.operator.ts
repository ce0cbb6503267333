import { FusedActivation } from '../../arithmetic/activation-range';
import { resolveAxis } from '../axes';
import { Joint, joinKernel } from '../joining';
import { joinC } from '../joining.c99';
import { Operand, Operator, Site } from '../operator';
import { readActivation } from '../quantized';
import { concatenationTflite } from './concatenation.tflite';

type Options = { readonly axis: number; readonly activation: FusedActivation };

function partsOf(site: Site<Options>): readonly Operand[] {
  return Array.from({ length: site.inputCount }, (_, i) => site.input(i));
}

function jointOf(site: Site<Options>): Joint {
  const whole = site.output(0);
  return { whole, parts: partsOf(site), axis: resolveAxis(site, site.options.axis, whole.shape.length) };
}

/** Side by side along one axis. Values are moved, never rescaled: all parts share the output's quantisation. */
export const concatenation: Operator<Options> = {
  name: 'CONCATENATION',
  code: 2,
  treats: 'moves',
  tflite: concatenationTflite,
  readOptions: (source) => ({ axis: source.int32(0), activation: readActivation(source, 1) }),
  shapes: (site) => {
    const parts = partsOf(site);
    const first = site.input(0).shape;
    const axis = resolveAxis(site, site.options.axis, first.length);
    for (const { shape } of parts) {
      const fits =
        shape.length === first.length && shape.every((extent, i) => i === axis || extent === first[i]);
      site.require(fits, 'the parts differ beside the axis');
    }
    const total = parts.reduce((sum, { shape }) => sum + shape[axis]!, 0);
    return [first.map((extent, i) => (i === axis ? total : extent))];
  },
  steps: (site) => site.output(0).count,
  kernel: (site) => {
    const output = site.output(0);
    const parts = partsOf(site);
    site.require(site.options.activation === 'NONE', 'a fused activation');
    for (const part of parts) {
      site.require(part.type === output.type, 'parts and output differ in type');
      const same =
        part.quantization?.scales[0] === output.quantization?.scales[0] &&
        part.quantization?.zeroPoints[0] === output.quantization?.zeroPoints[0];
      site.require(same, 'parts and output are quantised differently');
    }
    return joinKernel(jointOf(site));
  },
  c: joinC(jointOf),
};
