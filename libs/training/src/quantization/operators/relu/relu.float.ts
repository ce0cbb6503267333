import { elementByElement, FloatOperator } from '../float-operator';

/** `max(x, 0)`, where it could not be fused into what computes x. */
export const relu: FloatOperator = {
  name: 'RELU',
  output: 'observed',
  kernel: (site) => elementByElement(site, (x) => (x > 0 ? x : 0)),
};
