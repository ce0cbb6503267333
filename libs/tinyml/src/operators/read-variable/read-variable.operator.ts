import { noOptions, NoOptions, Operator } from '../operator';
import { variableId, variableOf } from '../variables';
import { plainTflite } from '../tflite-writing';

/** The values a variable has now. */
export const readVariable: Operator<NoOptions> = {
  name: 'READ_VARIABLE',
  code: 143,
  tflite: plainTflite(112),
  readOptions: noOptions,
  shapes: () => [undefined],
  steps: (site) => site.output(0).count,
  kernel: (site) => {
    const variable = variableOf(site, site.output(0)) as Int8Array;
    const out = site.output(0).values as Int8Array;
    return () => out.set(variable);
  },
  c: {
    functions: [],
    emit: (site, layer) => {
      const output = site.output(0);
      return `memcpy(${layer.bytes(output)}, ${layer.variable(variableId(site))}, ${output.values.byteLength});`;
    },
  },
};
