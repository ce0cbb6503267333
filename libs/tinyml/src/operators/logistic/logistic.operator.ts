import { fixedPointFunctions } from '../../arithmetic/fixed-point-functions';
import { logistic16 } from '../../arithmetic/squashing-16';
import { lookUpC } from '../c-tables';
import { noOptions, NoOptions, Operator } from '../operator';
import { scaleOf, zeroPointOf } from '../quantized';
import { squash8, Squashing } from '../squashing';
import { tableStep } from '../table-step';
import { oneStepEach, sameShapeAsInput, unaryKernel } from '../unary';
import { plainTflite } from '../tflite-writing';

const LOGISTIC: Squashing = {
  fixed: fixedPointFunctions(32).logistic,
  real: (value) => 1 / Math.fround(1 + Math.fround(Math.exp(-value))),
  outputBits: 8,
};

/** `1 / (1 + exp(-x))`; the output covers [0, 1) exactly. */
export const logistic: Operator<NoOptions> = {
  name: 'LOGISTIC',
  code: 14,
  inPlace: [0],
  treats: 'maps',
  tflite: plainTflite(0, 2, 3),
  readOptions: noOptions,
  shapes: sameShapeAsInput,
  steps: oneStepEach,
  kernel: (site) => {
    const output = site.output(0);
    if (output.type === 'int16') {
      const step = tableStep(site, [0]);
      return unaryKernel(site, (stored) => logistic16(stored, step));
    }
    const fits = scaleOf(site, output) === 1 / 256 && zeroPointOf(site, output) === -128;
    site.require(fits, 'the output needs scale 1/256 and zero point -128');
    return unaryKernel(site, squash8(site, LOGISTIC));
  },
  c: lookUpC((site) => logistic.kernel(site)),
};
