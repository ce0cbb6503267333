import { copying } from '../copying';
import { type LayerKind, sizeOf, type SpecOf } from '../layer';

/** The same numbers as one vector. */
export const flatten: LayerKind<SpecOf<'flatten'>> = {
  outputShape: (_spec, input) => [sizeOf(input)],
  parameters: () => ({}),
  multiplyAccumulates: () => 0,
  build: ({ input }) => copying(sizeOf(input)),
};
