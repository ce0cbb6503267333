import { FloatOperator, reals } from '../float-operator';

/** Gives a variable new values, kept until the next assignment, also beyond the run. */
export const assignVariable: FloatOperator = {
  name: 'ASSIGN_VARIABLE',
  output: 'as-input',
  kernel: ({ inputs, variable }) => {
    const value = reals(inputs[1]);
    const values = variable(inputs[0]!, value.length);
    return () => values.set(value);
  },
};
