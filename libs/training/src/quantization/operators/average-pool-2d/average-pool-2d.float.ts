import { FloatOperator } from '../float-operator';
import { poolingKernel } from '../pooling';

/** Mean over each window, of the values inside the input only. */
export const averagePool2d: FloatOperator = {
  name: 'AVERAGE_POOL_2D',
  output: 'as-input',
  kernel: (site) =>
    poolingKernel(
      site,
      0,
      (sum, value) => sum + value,
      (sum, count) => sum / count,
    ),
};
