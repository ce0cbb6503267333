import { WITHIN_C } from '../c-clamping';
import { mappingC } from '../c-mapping';
import { noOptions, NoOptions, Operator } from '../operator';
import { rescalingRectifier, rescalingRectifierC } from '../rectifying';
import { oneStepEach, sameShapeAsInput } from '../unary';
import { plainTflite } from '../tflite-writing';

/** `max(x, 0)`. */
export const relu: Operator<NoOptions> = {
  name: 'RELU',
  code: 19,
  inPlace: [0],
  treats: 'maps',
  tflite: plainTflite(0, 2, 3),
  readOptions: noOptions,
  shapes: sameShapeAsInput,
  steps: oneStepEach,
  kernel: (site) => rescalingRectifier(site, 0, Infinity),
  c: mappingC({
    kernel: (site) => relu.kernel(site),
    functions: [WITHIN_C],
    expression: (site) => rescalingRectifierC(site, 0, Infinity),
  }),
};
