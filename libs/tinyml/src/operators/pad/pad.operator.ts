import { noOptions, NoOptions, Operator } from '../operator';
import { paddedShape, paddingKernel } from '../padding';
import { zeroPointOf } from '../quantized';
import { plainTflite } from '../tflite-writing';

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
    const { type } = site.output(0);
    const zero = type === 'int8' || type === 'uint8' ? zeroPointOf(site, site.output(0)) : 0;
    return paddingKernel(site, () => zero);
  },
};
