import { elementByElement, FloatOperator } from '../float-operator';

/** `min(max(x, 0), 6)` alone: one of the runtimes clamps stored values, so both sides are quantised alike. */
export const relu6: FloatOperator = {
  name: 'RELU6',
  output: 'as-input',
  kernel: (site) => elementByElement(site, (x) => (x > 6 ? 6 : x > 0 ? x : 0)),
};
