import { FloatOperator, reals } from '../float-operator';

/** Vectors one after the other. */
export const concatenation: FloatOperator = {
  name: 'CONCATENATION',
  output: 'as-input',
  kernel: ({ inputs, outputs }) => {
    const out = reals(outputs[0]);
    return () => {
      let at = 0;
      for (const part of inputs) {
        out.set(reals(part), at);
        at += part.values.length;
      }
    };
  },
};
