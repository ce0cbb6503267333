import { elementByElement, FloatOperator } from '../float-operator';

/** Hyperbolic tangent; the output covers [-1, 1). Beyond 3.2 it is within half a step of -1 or 1. */
export const tanh: FloatOperator = {
  name: 'TANH',
  output: { scale: 1 / 128, zeroPoint: 0 },
  inputBounds: [-3.2, 3.2],
  kernel: (site) => elementByElement(site, (x) => Math.tanh(x)),
};
