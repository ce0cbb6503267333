import { FloatOperator } from '../float-operator';
import { poolingKernel } from '../pooling';

/** Greatest value of each window. */
export const maxPool2d: FloatOperator = {
  name: 'MAX_POOL_2D',
  output: 'as-input',
  kernel: (site) => poolingKernel(site, -Infinity, Math.max, (greatest) => greatest),
};
