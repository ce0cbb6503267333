import { FloatOperator, reals } from '../float-operator';

/** Same values, another shape. */
export const reshape: FloatOperator = {
  name: 'RESHAPE',
  output: 'as-input',
  kernel:
    ({ inputs, outputs }) =>
    () =>
      reals(outputs[0]).set(reals(inputs[0])),
};
