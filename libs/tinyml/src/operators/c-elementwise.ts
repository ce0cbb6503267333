import { OperatorOptions } from '../graph/model.types';
import { broadcastStrides, stridesOf } from '../graph/shapes';
import { ARENA_TYPES } from './c-types';
import { loopsOver, mergedLoops, nestedC } from './c-loops';
import { CBackEnd, CLayer, Operand, Site } from './operator';

/** The width of values that a function of two operands is made for. */
export type PairWidth = '8' | '16';

/** Text of the runtime header for both widths of a function of two operands. */
export function pairFunctionsC(text: (type: string, width: PairWidth) => string): readonly string[] {
  return [text(ARENA_TYPES.int8, '8'), text(ARENA_TYPES.int16, '16')];
}

/** Parameters that every such function ends in; a step of 0 repeats one value. */
export const pairParametersC = (type: string): string =>
  `const ${type} *a, int32_t a_step,
                                const ${type} *b, int32_t b_step, ${type} *y, int32_t count`;

export interface PairBackEnd<O extends OperatorOptions> {
  /** Name of the function without its width. */
  readonly name: string;
  readonly functions: readonly string[];
  /** Its first argument, where it has one. */
  constants?(site: Site<O>, layer: CLayer): string;
}

/**
 * An element-wise operator of two operands of 8 or 16 bits: one call of its function where both run on side by side, else
 * one for every run that does, within loops.
 */
export function pairC<O extends OperatorOptions>({
  name,
  functions,
  constants,
}: PairBackEnd<O>): CBackEnd<O> {
  return {
    functions,
    emit: (site, layer) => {
      const output = site.output(0);
      const width: PairWidth = output.type === 'int8' ? '8' : '16';
      const first = constants === undefined ? '' : `${constants(site, layer)}, `;
      const loops = pairLoops(site.input(0), site.input(1), output);
      const inner = loops.at(-1) ?? { count: 1, steps: [1, 1, 1] };
      const [a, b, y] = [site.input(0), site.input(1), output].map((operand) => layer.values(operand));
      return nestedC(loops.slice(0, -1), 3, ([atA, atB, atY]) => {
        const operands = `${a}${atA}, ${inner.steps[0]}, ${b}${atB}, ${inner.steps[1]}, ${y}${atY}`;
        return `${name}_${width}(${first}${operands}, ${inner.count});`;
      });
    },
  };
}

/** Loops over a, b and the output, in elements. */
export function pairLoops(a: Operand, b: Operand, { shape }: Operand): ReturnType<typeof mergedLoops> {
  const [own, forA, forB] = [
    stridesOf(shape),
    broadcastStrides(a.shape, shape),
    broadcastStrides(b.shape, shape),
  ];
  return mergedLoops(loopsOver(shape, forA, forB, own));
}
