import { elementByElement, FloatOperator } from '../float-operator';

/** Element-wise product. */
export const mul: FloatOperator = {
  name: 'MUL',
  output: 'observed',
  kernel: (site) => elementByElement(site, (a, b) => a * b),
};
