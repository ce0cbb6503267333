import { stridesOf } from '../graph/shapes';
import { filledC } from './filling.c99';
import { moveC } from './c-moving';
import { CBackEnd, NoOptions, Operand, Site } from './operator';
import { paddingStart } from './padding';

/** Fills the output with the padding, one byte or what another operand holds, and puts the input inside. */
export function paddedC(padding: (site: Site) => number | Operand): CBackEnd<NoOptions> {
  return {
    functions: [],
    emit: (site, layer) => {
      const [input, output] = [site.input(0), site.output(0)];
      const inside = moveC(layer, {
        from: input,
        fromStrides: stridesOf(input.shape),
        to: output,
        toStart: paddingStart(site),
        toStrides: stridesOf(output.shape),
        shape: input.shape,
      });
      return `${filledC(layer, output, padding(site))}\n${inside}`;
    },
  };
}
