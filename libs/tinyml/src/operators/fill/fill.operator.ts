import { noOptions, NoOptions, Operator } from '../operator';
import { constantInts } from '../quantized';
import { plainTflite } from '../tflite-writing';
import { fillC } from './fill.c99';

/** One value in every place; the first input is the shape, which may be computed as long as the model declares it. */
export const fill: Operator<NoOptions> = {
  name: 'FILL',
  code: 94,
  tflite: plainTflite(68, 3),
  readOptions: noOptions,
  shapes: (site) => [site.input(0).data === undefined ? undefined : constantInts(site, site.input(0))],
  steps: (site) => site.output(0).count,
  kernel: (site) => {
    const [value, output] = [site.input(1), site.output(0)];
    site.require(value.count === 1 && value.type === output.type, 'the value is not one of the type');
    const from = value.values as Int8Array;
    const to = output.values as Int8Array;
    return () => {
      to.fill(from[0]!);
    };
  },
  c: fillC,
};
