import { additionKernel, AdditionOptions, additionWork, readAdditionOptions } from '../addition';
import { additionC } from '../addition.c99';
import { elementwiseShape } from '../broadcasting';
import { Operator } from '../operator';
import { additionTflite } from '../addition.tflite';

/** Element-wise sum, broadcasting. */
export const add: Operator<AdditionOptions> = {
  name: 'ADD',
  code: 0,
  inPlace: [0, 1],
  fusesActivation: true,
  tflite: additionTflite(11, 3),
  cost: additionWork,
  readOptions: readAdditionOptions,
  shapes: elementwiseShape,
  steps: (site) => 3 * site.output(0).count,
  kernel: (site) => additionKernel(site, 1),
  c: additionC(1),
};
