import { FloatOperator, reals } from '../float-operator';

/** The values that a variable has now. */
export const readVariable: FloatOperator = {
  name: 'READ_VARIABLE',
  output: 'as-input',
  kernel: ({ inputs, outputs, variable }) => {
    const out = reals(outputs[0]);
    const values = variable(inputs[0]!, out.length);
    return () => out.set(values);
  },
};
