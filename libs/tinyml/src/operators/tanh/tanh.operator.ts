import { tanhOf } from '../../arithmetic/exponential';
import { SIGMOID_TABLE } from '../../arithmetic/sigmoid-table';
import { noOptions, NoOptions, Operator, Site } from '../operator';
import { inTableSteps, squash8, Squashing, tableStep } from '../squashing';
import { oneStepEach, sameShapeAsInput, unaryKernel } from '../unary';

const TANH: Squashing = { fixed: tanhOf, real: Math.tanh, outputBits: 7 };

/** Hyperbolic tangent; the output covers [-1, 1). */
export const tanh: Operator<NoOptions> = {
  name: 'TANH',
  code: 28,
  readOptions: noOptions,
  shapes: sameShapeAsInput,
  steps: oneStepEach,
  kernel: (site) => unaryKernel(site, site.output(0).type === 'int16' ? tanh16(site) : squash8(site, TANH)),
};

/** `2 * sigmoid(2 * x) - 1` between entries of the sigmoid table. */
function tanh16(site: Site): (stored: number) => number {
  const step = tableStep(site, [0, 1]);
  return (stored) => {
    const input = inTableSteps(stored, step);
    const magnitude = Math.abs(input);
    const entry = magnitude >>> 8;
    let result = 0xffff << 8;
    if (entry < 255) {
      const low = SIGMOID_TABLE[entry]!;
      result = (low << 8) + (magnitude & 0xff) * (SIGMOID_TABLE[entry + 1]! - low);
    }
    const centred = input >= 0 ? result - 8388608 + 128 : -result + 8388608 + 127;
    return centred >> 8;
  };
}
