import { resolveAxis } from '../axes';
import { copyC } from '../c-copying';
import { copyKernel } from '../copying';
import { noOptions, NoOptions, Operator } from '../operator';
import { constantInts } from '../quantized';
import { plainTflite } from '../tflite-writing';

/** With one more dimension, of extent 1. */
export const expandDims: Operator<NoOptions> = {
  name: 'EXPAND_DIMS',
  code: 70,
  inPlace: [0],
  treats: 'copies',
  tflite: plainTflite(52),
  readOptions: noOptions,
  shapes: (site) => {
    const { shape } = site.input(0);
    const axis = resolveAxis(site, constantInts(site, site.input(1))[0] ?? 0, shape.length + 1);
    return [[...shape.slice(0, axis), 1, ...shape.slice(axis)]];
  },
  steps: (site) => site.input(0).count,
  kernel: copyKernel,
  c: copyC,
};
