import { extremeC } from '../extremes.c99';
import { extremeKernel } from '../extremes';
import { Operator } from '../operator';
import { readReductionOptions, reducedShape, ReductionOptions, reductionWork } from '../reductions';
import { reductionTflite } from '../reductions.tflite';

/** Greatest stored value along any axes: what converters make of global max pooling. */
export const reduceMax: Operator<ReductionOptions> = {
  name: 'REDUCE_MAX',
  code: 82,
  tflite: reductionTflite,
  cost: reductionWork,
  readOptions: readReductionOptions,
  shapes: (site) => [reducedShape(site)],
  steps: (site) => site.input(0).count,
  kernel: (site) => extremeKernel(site, 'greatest'),
  c: extremeC('greatest'),
};
