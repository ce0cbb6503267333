import { logisticOf } from '../../arithmetic/exponential';
import { SIGMOID_TABLE } from '../../arithmetic/sigmoid-table';
import { noOptions, NoOptions, Operator, Site } from '../operator';
import { scaleOf, zeroPointOf } from '../quantized';
import { inTableSteps, squash8, Squashing, tableStep } from '../squashing';
import { oneStepEach, sameShapeAsInput, unaryKernel } from '../unary';

const LOGISTIC: Squashing = {
  fixed: logisticOf,
  real: (value) => 1 / (1 + Math.exp(-value)),
  outputBits: 8,
};

/** `1 / (1 + exp(-x))`; the output covers [0, 1) exactly. */
export const logistic: Operator<NoOptions> = {
  name: 'LOGISTIC',
  code: 14,
  readOptions: noOptions,
  shapes: sameShapeAsInput,
  steps: oneStepEach,
  kernel: (site) => {
    const output = site.output(0);
    if (output.type === 'int16') return unaryKernel(site, logistic16(site));
    const fits = scaleOf(site, output) === 1 / 256 && zeroPointOf(site, output) === -128;
    site.require(fits, 'the output needs scale 1/256 and zero point -128');
    return unaryKernel(site, squash8(site, LOGISTIC));
  },
};

/** Interpolated between entries of the sigmoid table, mirrored for negative inputs. */
function logistic16(site: Site): (stored: number) => number {
  const step = tableStep(site, [0]);
  return (stored) => {
    const input = inTableSteps(stored, step);
    const magnitude = Math.abs(input);
    const entry = magnitude >>> 9;
    let result = 0x7fff << 10;
    if (entry < 255) {
      const low = SIGMOID_TABLE[entry]!;
      result = (low << 9) + (magnitude & 0x1ff) * (SIGMOID_TABLE[entry + 1]! - low);
    }
    const rounded = input >= 0 ? result + 512 : 33554432 - result + 511;
    return rounded >>> 10;
  };
}
