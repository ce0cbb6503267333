import { integerRange } from '../../graph/element-types';
import { elementwise, elementwiseShape } from '../broadcasting';
import { choosingC } from '../choosing.c99';
import { noOptions, NoOptions, Operator } from '../operator';
import { pairWork } from '../pair-work';
import { requireOneQuantization } from '../quantized';
import { plainTflite } from '../tflite-writing';

/** Element-wise greater value, broadcasting; all three share one quantisation. */
export const maximum: Operator<NoOptions> = {
  name: 'MAXIMUM',
  code: 55,
  inPlace: [0, 1],
  tflite: plainTflite(39, 2, 4),
  cost: (site) => pairWork(site, []),
  readOptions: noOptions,
  shapes: elementwiseShape,
  steps: (site) => site.output(0).count,
  kernel: (site) => {
    requireOneQuantization(site, [site.input(0), site.input(1), site.output(0)]);
    return elementwise(site, integerRange(site.output(0).type), Math.max);
  },
  c: choosingC('maximum'),
};
