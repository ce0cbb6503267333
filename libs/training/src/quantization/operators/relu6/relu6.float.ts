import { elementByElement, FloatOperator } from '../float-operator';

/** `min(max(x, 0), 6)` alone: one of the runtimes clamps stored values, so both sides are quantised alike. */
export const relu6: FloatOperator = {
  name: 'RELU6',
  output: 'as-input',
  kernel: (site) => elementByElement(site, (x) => Math.min(6, Math.max(0, x))),
};
