import { WITHIN_C } from '../c-clamping';
import { mappingC } from '../c-mapping';
import { noOptions, NoOptions, Operator } from '../operator';
import { clampingRectifier, clampingRectifierC, rescalingRectifier } from '../rectifying';
import { oneStepEach, sameShapeAsInput } from '../unary';
import { plainTflite } from '../tflite-writing';

/** `min(max(x, 0), 6)`. */
export const relu6: Operator<NoOptions> = {
  name: 'RELU6',
  code: 21,
  inPlace: [0],
  treats: 'maps',
  tflite: plainTflite(0, 2, 3),
  readOptions: noOptions,
  shapes: sameShapeAsInput,
  steps: oneStepEach,
  kernel: (site) =>
    site.arithmetic.relu6 === 'clamp' ? clampingRectifier(site, 0, 6) : rescalingRectifier(site, 0, 6),
  c: mappingC({
    kernel: (site) => relu6.kernel(site),
    functions: [WITHIN_C],
    expression: (site) => clampingRectifierC(site, 0, 6),
  }),
};
