import { noOptions, NoOptions, Operator, Site } from '../operator';
import { paddedShape, paddingKernel } from '../padding';
import { zeroPointOf } from '../quantized';
import { plainTflite } from '../tflite-writing';
import { paddedC } from '../padding.c99';

function zeroOf(site: Site): number {
  const output = site.output(0);
  return output.type === 'int8' || output.type === 'uint8' ? zeroPointOf(site, output) : 0;
}

/** Surrounded by zeros: in stored values, by the zero point. */
export const pad: Operator<NoOptions> = {
  name: 'PAD',
  code: 34,
  treats: 'moves',
  tflite: plainTflite(22, 2, 3),
  readOptions: noOptions,
  shapes: paddedShape,
  steps: (site) => site.output(0).count,
  kernel: (site) => {
    const zero = zeroOf(site);
    return paddingKernel(site, () => zero);
  },
  c: paddedC(zeroOf),
};
