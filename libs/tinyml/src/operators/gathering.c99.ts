import { OperatorOptions, Shape } from '../graph/model.types';
import { stridesOf } from '../graph/shapes';
import { moveC } from './c-moving';
import { CBackEnd, Site } from './operator';

/** Where in the input the elements of the output come from, in the order in which they lie there. */
export interface Gathered {
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly start?: number;
}

/** An output that is gathered from its first input. */
export function gatherC<O extends OperatorOptions>(gathered: (site: Site<O>) => Gathered): CBackEnd<O> {
  return {
    functions: [],
    emit: (site, layer) => {
      const { shape, strides, start = 0 } = gathered(site);
      return moveC(layer, {
        from: site.input(0),
        fromStart: start,
        fromStrides: strides,
        to: site.output(0),
        toStrides: stridesOf(shape),
        shape,
      });
    },
  };
}
