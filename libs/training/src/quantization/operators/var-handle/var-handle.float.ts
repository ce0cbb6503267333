import { FloatOperator } from '../float-operator';

/** Names a variable; computes nothing. */
export const varHandle: FloatOperator = {
  name: 'VAR_HANDLE',
  output: 'as-input',
  kernel: () => () => undefined,
};
