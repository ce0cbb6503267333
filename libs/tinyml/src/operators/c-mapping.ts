import { OperatorOptions } from '../graph/model.types';
import { ARENA_TYPES, ARENA_TYPES_C, CElement } from './c-types';
import { CBackEnd, Kernel, Operand, Site } from './operator';

const LOOK_UP_C = `/* y[i] is what the table has for x[i], from -128 on; y may be x. */
static inline void fettle_look_up(const int8_t *x, const int8_t *table, int8_t *y, int32_t count)
{
  for (int32_t i = 0; i < count; i++) {
    y[i] = table[x[i] + 128];
  }
}
`;

/** A function of one 8-bit value to another, as the 256 results of the row's own kernel. */
export function lookUpC<O extends OperatorOptions>(kernel: (site: Site<O>) => Kernel): CBackEnd<O> {
  return {
    functions: [LOOK_UP_C],
    emit: (site, layer) => {
      const [input, output] = [site.input(0), site.output(0)];
      const table = layer.array('table', 'int8_t', resultsOf(site, kernel));
      return `fettle_look_up(${layer.values(input)}, ${table}, ${layer.values(output)}, ${input.count});`;
    },
  };
}

export interface MappingBackEnd<O extends OperatorOptions> {
  readonly kernel: (site: Site<O>) => Kernel;
  /** Functions of the runtime header that the expression calls. */
  readonly functions: readonly string[];
  /** C expression of what is stored for the stored `value`, for all types but 8 bits to 8 bits. */
  expression(site: Site<O>): string;
}

/** A function of one value: looked up where both ends are int8, else computed for each. */
export function mappingC<O extends OperatorOptions>(row: MappingBackEnd<O>): CBackEnd<O> {
  const lookUp = lookUpC(row.kernel);
  return {
    functions: [ARENA_TYPES_C, ...lookUp.functions, ...row.functions],
    emit: (site, layer) => {
      const [input, output] = [site.input(0), site.output(0)];
      if (input.type === 'int8' && output.type === 'int8') return lookUp.emit(site, layer);
      const [from, to] = [input, output].map(({ type }) => ARENA_TYPES[type as CElement]);
      return `const ${from} *x = ${layer.values(input)};
${to} *y = ${layer.values(output)};
for (int32_t i = 0; i < ${input.count}; i++) {
  const ${input.type === 'float32' ? 'float' : 'int32_t'} value = x[i];
  y[i] = (${to})(${row.expression(site)});
}`;
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
