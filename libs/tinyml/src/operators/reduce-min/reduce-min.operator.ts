import { extremeC } from '../extremes.c99';
import { extremeKernel } from '../extremes';
import { Operator } from '../operator';
import { readReductionOptions, reducedShape, ReductionOptions, reductionWork } from '../reductions';
import { reductionTflite } from '../reductions.tflite';

/** Least stored value along any axes. */
export const reduceMin: Operator<ReductionOptions> = {
  name: 'REDUCE_MIN',
  code: 89,
  tflite: reductionTflite,
  cost: reductionWork,
  readOptions: readReductionOptions,
  shapes: (site) => [reducedShape(site)],
  steps: (site) => site.input(0).count,
  kernel: (site) => extremeKernel(site, 'least'),
  c: extremeC('least'),
};
