import { Operator } from '../operator';
import { poolGeometry, PoolOptions, poolShapes, poolSteps, readPoolOptions } from '../pooling';
import { clampOf, requireOneQuantization } from '../quantized';
import { firstInside, lastInside } from '../windows';
import { averagePool2dC } from './average-pool-2d.c99';
import { poolTflite } from '../pooling.tflite';
import { poolWork } from '../pooling.cost';

/** Mean over each window, of the values inside the input only; halves round away from zero. */
export const averagePool2d: Operator<PoolOptions> = {
  name: 'AVERAGE_POOL_2D',
  code: 1,
  fusesActivation: true,
  tflite: poolTflite,
  cost: poolWork,
  readOptions: readPoolOptions,
  shapes: poolShapes,
  steps: poolSteps,
  kernel: (site) => {
    requireOneQuantization(site, [site.input(0), site.output(0)]);
    const { batches, rows, columns, depth } = poolGeometry(site);
    const [low, high] = clampOf(site, site.options.activation, site.output(0));
    const input = site.input(0).values as Int8Array;
    const output = site.output(0).values as Int8Array;
    const windowMean = (batch: number, top: number, left: number, c: number): number => {
      const fromRow = firstInside(rows, top);
      const toRow = lastInside(rows, top);
      const from = firstInside(columns, left);
      const to = lastInside(columns, left);
      let sum = 0;
      for (let fy = fromRow; fy < toRow; fy++) {
        const line = ((batch * rows.input + top + fy) * columns.input + left) * depth + c;
        for (let fx = from; fx < to; fx++) sum += input[line + fx * depth]!;
      }
      const count = (toRow - fromRow) * (to - from);
      return Math.trunc((sum > 0 ? sum + (count >> 1) : sum - (count >> 1)) / count);
    };
    return (): void => {
      let at = 0;
      for (let batch = 0; batch < batches; batch++) {
        for (let y = 0; y < rows.output; y++) {
          for (let x = 0; x < columns.output; x++) {
            for (let c = 0; c < depth; c++) {
              const top = y * rows.stride - rows.before;
              const value = windowMean(batch, top, x * columns.stride - columns.before, c);
              output[at++] = value < low ? low : value > high ? high : value;
            }
          }
        }
      }
    };
  },
  c: averagePool2dC,
};
