import { createInterpreter } from '../interpreter/interpreter';
import { Model } from '../graph/model.types';
import { storedValues } from './one-operator';
import { elementsFrom } from './tflite';

/** Outputs of a few runs in `tflm`, state carried over, on inputs from chance over the whole range of each type. */
export function randomRuns(model: Model): readonly (readonly number[][])[] {
  const interpreter = createInterpreter(model, 'tflm');
  return [1, 2, 3].map((seed) => {
    const inputs = interpreter.inputs.map(({ type, shape }, i) =>
      elementsFrom(type, storedValues({ type, shape }, 10 * seed + i)),
    );
    return interpreter.run(inputs).map((values) => Array.from(values as Int8Array));
  });
}
