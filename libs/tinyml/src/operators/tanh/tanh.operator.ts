import { fixedPointFunctions } from '../../arithmetic/fixed-point-functions';
import { tanh16 } from '../../arithmetic/squashing-16';
import { mappingC } from '../c-mapping';
import { noOptions, NoOptions, Operator } from '../operator';
import { squash8, Squashing } from '../squashing';
import { SQUASHING_16_C, squashing16C } from '../squashing-16.c99';
import { tableStep } from '../table-step';
import { oneStepEach, sameShapeAsInput, unaryKernel } from '../unary';
import { plainTflite } from '../tflite-writing';

const TANH: Squashing = { fixed: fixedPointFunctions(32).tanh, real: Math.tanh, outputBits: 7 };

/** Scales 2^(s - 12) of 16-bit inputs that are read as they are. */
const PLAIN_SHIFTS = [0, 1];

/** Hyperbolic tangent; the output covers [-1, 1). */
export const tanh: Operator<NoOptions> = {
  name: 'TANH',
  code: 28,
  inPlace: [0],
  treats: 'maps',
  tflite: plainTflite(0, 2, 3),
  readOptions: noOptions,
  shapes: sameShapeAsInput,
  steps: oneStepEach,
  kernel: (site) => {
    if (site.output(0).type !== 'int16') return unaryKernel(site, squash8(site, TANH));
    const step = tableStep(site, PLAIN_SHIFTS);
    return unaryKernel(site, (stored) => tanh16(stored, step));
  },
  c: mappingC({
    kernel: (site) => tanh.kernel(site),
    functions: [SQUASHING_16_C],
    expression: (site) => squashing16C('tanh', tableStep(site, PLAIN_SHIFTS)),
  }),
};
