import { fixedPointFunctions } from '../../arithmetic/fixed-point-functions';
import { logistic16 } from '../../arithmetic/squashing-16';
import { mappingC } from '../c-mapping';
import { noOptions, NoOptions, Operator } from '../operator';
import { scaleOf, zeroPointOf } from '../quantized';
import { squash8, Squashing } from '../squashing';
import { SQUASHING_16_C, squashing16C } from '../squashing-16.c99';
import { tableStep } from '../table-step';
import { oneStepEach, sameShapeAsInput, unaryKernel } from '../unary';
import { plainTflite } from '../tflite-writing';

const LOGISTIC: Squashing = {
  fixed: fixedPointFunctions(32).logistic,
  real: (value) => 1 / Math.fround(1 + Math.fround(Math.exp(-value))),
  outputBits: 8,
};

/** Scales 2^(s - 12) of 16-bit inputs that are read as they are. */
const PLAIN_SHIFTS = [0];

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
      const step = tableStep(site, PLAIN_SHIFTS);
      return unaryKernel(site, (stored) => logistic16(stored, step));
    }
    const fits = scaleOf(site, output) === 1 / 256 && zeroPointOf(site, output) === -128;
    site.require(fits, 'the output needs scale 1/256 and zero point -128');
    return unaryKernel(site, squash8(site, LOGISTIC));
  },
  c: mappingC({
    kernel: (site) => logistic.kernel(site),
    functions: [SQUASHING_16_C],
    expression: (site) => squashing16C('logistic', tableStep(site, PLAIN_SHIFTS)),
  }),
};
