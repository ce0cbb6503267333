import { elementByElement, FloatOperator } from '../float-operator';

/** Element-wise difference. */
export const sub: FloatOperator = {
  name: 'SUB',
  output: 'observed',
  kernel: (site) => elementByElement(site, (a, b) => a - b),
};
