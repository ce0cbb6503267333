import { badShape, wholeNumber } from '../../errors';
import { copying } from '../copying';
import { type LayerKind, sizeOf, type SpecOf } from '../layer';

/** The same numbers in the same order under another shape. */
export const reshape: LayerKind<SpecOf<'reshape'>> = {
  outputShape({ shape }, input) {
    for (const size of shape) wholeNumber('a size of a shape', size);
    if (sizeOf(shape) !== sizeOf(input)) {
      throw badShape(
        `[${input.join(', ')}] has ${sizeOf(input)} elements, [${shape.join(', ')}] ${sizeOf(shape)}`,
      );
    }
    return [...shape];
  },
  parameters: () => ({}),
  multiplyAccumulates: () => 0,
  build: ({ input }) => copying(sizeOf(input)),
};
