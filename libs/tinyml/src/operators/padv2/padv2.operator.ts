import { noOptions, NoOptions, Operator } from '../operator';
import { paddedShape, paddingKernel } from '../padding';
import { plainTflite } from '../tflite-writing';
import { paddedC } from '../padding.c99';

/** Surrounded by the third input's value, as it is stored. */
export const padv2: Operator<NoOptions> = {
  name: 'PADV2',
  code: 60,
  treats: 'moves',
  tflite: plainTflite(43, 2, 3),
  readOptions: noOptions,
  shapes: paddedShape,
  steps: (site) => site.output(0).count,
  kernel: (site) => {
    const value = site.input(2);
    site.require(
      value.count === 1 && value.type === site.output(0).type,
      'the padding is not one value of the type',
    );
    const stored = value.values as Int8Array;
    return paddingKernel(site, () => stored[0]!);
  },
  c: paddedC((site) => site.input(2)),
};
