import { integerRange } from '../../graph/element-types';
import { Operator } from '../operator';
import { poolGeometry, PoolOptions, poolShapes, poolSteps, readPoolOptions } from '../pooling';
import { clampOf, requireOneQuantization } from '../quantized';
import { firstInside, lastInside } from '../windows';
import { maxPool2dC } from './max-pool-2d.c99';
import { poolTflite } from '../pooling.tflite';
import { poolWork } from '../pooling.cost';

/** Greatest stored value of each window, padding never counting. */
export const maxPool2d: Operator<PoolOptions> = {
  name: 'MAX_POOL_2D',
  code: 17,
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
    const [least] = integerRange(site.input(0).type);
    const input = site.input(0).values as Int8Array;
    const output = site.output(0).values as Int8Array;
    const windowMax = (batch: number, top: number, left: number, c: number): number => {
      const from = firstInside(columns, left);
      const to = lastInside(columns, left);
      const toRow = lastInside(rows, top);
      let max = least;
      for (let fy = firstInside(rows, top); fy < toRow; fy++) {
        const line = ((batch * rows.input + top + fy) * columns.input + left) * depth + c;
        for (let fx = from; fx < to; fx++) max = Math.max(max, input[line + fx * depth]!);
      }
      return max;
    };
    return (): void => {
      let at = 0;
      for (let batch = 0; batch < batches; batch++) {
        for (let y = 0; y < rows.output; y++) {
          for (let x = 0; x < columns.output; x++) {
            for (let c = 0; c < depth; c++) {
              const top = y * rows.stride - rows.before;
              const value = windowMax(batch, top, x * columns.stride - columns.before, c);
              output[at++] = value < low ? low : value > high ? high : value;
            }
          }
        }
      }
    };
  },
  c: maxPool2dC,
};
