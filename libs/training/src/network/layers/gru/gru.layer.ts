import { badShape, wholeNumber } from '../../errors';
import { constant, factors, orthogonalBlocks } from '../initial-values';
import type { LayerKind, SpecOf } from '../layer';
import { buildGru } from './gru-run';

/**
 * Gated recurrent units over a series [steps, channels] (Cho et al., 2014, with the reset gate after the recurrent product, as
 * Keras and cuDNN have it). Starts from zeros. Gives the last step's units, or with `returnSequences` every step's.
 */
export const gru: LayerKind<SpecOf<'gru'>> = {
  outputShape({ units, returnSequences = false }, input) {
    if (input.length !== 2) throw badShape(`gru takes [steps, channels], not [${input.join(', ')}]`);
    wholeNumber('units', units);
    return returnSequences ? [input[0]!, units] : [units];
  },
  parameters: ({ units }, [, inputs]) => ({
    kernel: factors([3 * units, inputs!], inputs!, units),
    recurrent: orthogonalBlocks(3, units),
    bias: constant([3 * units], 0),
    recurrentBias: constant([3 * units], 0),
  }),
  multiplyAccumulates: ({ units }, [steps, inputs]) => steps! * 3 * units * (inputs! + units),
  build: ({ spec: { units, returnSequences = false }, input: [steps, inputs], maxCount, allocate }) =>
    buildGru({ steps: steps!, inputs: inputs!, units, returnSequences, maxCount, allocate }),
};
