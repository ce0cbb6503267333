import { rescale } from '../../arithmetic/fixed-point';
import { elementwise, elementwiseShape } from '../broadcasting';
import { Operator } from '../operator';
import { clampOf, readActivation, requireQuantized, zeroPointOf } from '../quantized';
import { mulC } from './mul.c99';
import { mulWork } from './mul.cost';
import { mulTflite } from './mul.tflite';
import { MulOptions, productFactor } from './product-factor';

/** Element-wise product, broadcasting. */
export const mul: Operator<MulOptions> = {
  name: 'MUL',
  code: 18,
  inPlace: [0, 1],
  fusesActivation: true,
  tflite: mulTflite,
  cost: mulWork,
  readOptions: (source) => ({ activation: readActivation(source, 0) }),
  shapes: elementwiseShape,
  steps: (site) => 2 * site.output(0).count,
  kernel: (site) => {
    const [a, b, output] = [site.input(0), site.input(1), site.output(0)];
    requireQuantized(site, [a, b, output], ['int8', 'int16']);
    const { multiplier, shift } = productFactor(site);
    const [zeroA, zeroB] = [zeroPointOf(site, a), zeroPointOf(site, b)];
    const offset = zeroPointOf(site, output);
    return elementwise(
      site,
      clampOf(site, site.options.activation, output),
      (x, y) => rescale((x - zeroA) * (y - zeroB), multiplier, shift) + offset,
    );
  },
  c: mulC,
};
