import { elementByElement, FloatOperator } from '../float-operator';

/** `1 / (1 + exp(-x))`; the output covers [0, 1). Beyond 6.3 it is within half a step of 0 or 1. */
export const logistic: FloatOperator = {
  name: 'LOGISTIC',
  output: { scale: 1 / 256, zeroPoint: -128 },
  inputBounds: [-6.3, 6.3],
  kernel: (site) => elementByElement(site, (x) => 1 / (1 + Math.exp(-x))),
};
