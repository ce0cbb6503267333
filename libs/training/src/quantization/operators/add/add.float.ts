import { elementByElement, FloatOperator } from '../float-operator';

/** Element-wise sum. */
export const add: FloatOperator = {
  name: 'ADD',
  output: 'observed',
  kernel: (site) => elementByElement(site, (a, b) => a + b),
};
