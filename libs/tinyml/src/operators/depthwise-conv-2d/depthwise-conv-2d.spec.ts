import { convolutionCases } from '../../spec-builders/convolutions';
import { BOTH, reals, runOne, storedValues, worstError } from '../../spec-builders/one-operator';

describe('DEPTHWISE_CONV_2D', () => {
  for (const { title, one, expected } of convolutionCases('depthwise')) {
    for (const arithmetic of BOTH) {
      it(`${title}: within half a step of the real convolution (${arithmetic})`, () => {
        const [input, output] = [one.inputs[0]!, one.outputs[0]!];
        const stored = storedValues(input, 7);
        const [result] = runOne(one, arithmetic, [stored]);
        expect(worstError(output, result!, expected(reals(input, stored)))).toBeLessThanOrEqual(0.51);
      });
    }
  }
});
