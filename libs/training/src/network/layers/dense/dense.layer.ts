import { multiplyAdd, timesPlain, timesTransposed, transposedTimes } from '../../kernels/multiply-add';
import { repeatRow, addColumnSums } from '../../kernels/rows';
import { badShape, wholeNumber } from '../../errors';
import { constant, factors } from '../initial-values';
import type { LayerKind, SpecOf } from '../layer';

/** Every output is a weighted sum of every input: y = kernel · x + bias. */
export const dense: LayerKind<SpecOf<'dense'>> = {
  outputShape({ units }, input) {
    if (input.length !== 1)
      throw badShape(`dense takes vectors, not shape [${input.join(', ')}]: flatten first`);
    return [wholeNumber('units', units)];
  },
  parameters: ({ units }, [inputs]) => ({
    kernel: factors([units, inputs!], inputs!, units),
    bias: constant([units], 0),
  }),
  multiplyAccumulates: ({ units }, [inputs]) => units * inputs!,
  build({ spec: { units }, input, maxCount }) {
    const inputs = input[0]!;
    const outward = timesTransposed(maxCount, units, inputs);
    const kernelward = transposedTimes(units, inputs, maxCount);
    const inward = timesPlain(maxCount, inputs, units);
    return {
      forward({ count, weights, input: x, output }) {
        repeatRow(weights['bias']!, output, count);
        outward.rows = count;
        multiplyAdd(outward, x, weights['kernel']!, output);
      },
      backward({ count, weights, gradients, input: x, outputGradient, inputGradient }) {
        addColumnSums(outputGradient, gradients['bias']!, count);
        kernelward.depth = count;
        multiplyAdd(kernelward, outputGradient, x, gradients['kernel']!);
        if (inputGradient === undefined) return;
        inputGradient.fill(0, 0, count * inputs);
        inward.rows = count;
        multiplyAdd(inward, outputGradient, weights['kernel']!, inputGradient);
      },
    };
  },
};
