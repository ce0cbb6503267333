import { OperatorOptions } from '../graph/model.types';
import { CBackEnd, Kernel, Operand, Site } from './operator';

const LOOK_UP_C = `/* y[i] is what the table has for x[i], from -128 on; y may be x. */
static inline void fettle_look_up(const int8_t *x, const int8_t *table, int8_t *y, int32_t count)
{
  for (int32_t i = 0; i < count; i++) {
    y[i] = table[x[i] + 128];
  }
}
`;

/** Any function of one 8-bit value, as the 256 results of the row's own kernel. */
export function lookUpC<O extends OperatorOptions>(kernel: (site: Site<O>) => Kernel): CBackEnd<O> {
  return {
    functions: [LOOK_UP_C],
    emit: (site, layer) => {
      const [input, output] = [site.input(0), site.output(0)];
      if (input.type !== 'int8' || output.type !== 'int8') layer.refuse('values that are not int8');
      const table = layer.array('table', 'int8_t', resultsOf(site, kernel));
      return `fettle_look_up(${layer.values(input)}, ${table}, ${layer.values(output)}, ${input.count});`;
    },
  };
}

/** What the kernel makes of -128 to 127. */
function resultsOf<O extends OperatorOptions>(site: Site<O>, kernel: (site: Site<O>) => Kernel): Int8Array {
  const results = new Int8Array(256);
  const all = (operand: Operand, values: Int8Array): Operand => ({
    ...operand,
    shape: [values.length],
    count: values.length,
    values,
  });
  const input = all(
    site.input(0),
    Int8Array.from(results, (_, i) => i - 128),
  );
  const output = all(site.output(0), results);
  kernel({ ...site, input: () => input, output: () => output })();
  return results;
}
