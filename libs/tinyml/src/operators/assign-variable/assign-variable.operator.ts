import { noOptions, NoOptions, Operator } from '../operator';
import { variableId, variableOf } from '../variables';
import { plainTflite } from '../tflite-writing';

/** Gives a variable new values, kept until the next assignment, also beyond the run. */
export const assignVariable: Operator<NoOptions> = {
  name: 'ASSIGN_VARIABLE',
  code: 144,
  tflite: plainTflite(113),
  readOptions: noOptions,
  shapes: () => [],
  steps: (site) => site.input(1).count,
  kernel: (site) => {
    const variable = variableOf(site, site.input(1)) as Int8Array;
    const value = site.input(1).values as Int8Array;
    return () => variable.set(value);
  },
  c: {
    functions: [],
    emit: (site, layer) => {
      const value = site.input(1);
      return `memcpy(${layer.variable(variableId(site))}, ${layer.bytes(value)}, ${value.values.byteLength});`;
    },
  },
};
