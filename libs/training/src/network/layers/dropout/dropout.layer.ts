import { badSpec } from '../../errors';
import { type LayerKind, sizeOf, type SpecOf } from '../layer';

/** While training each element is 0 with probability `rate`, the others grow so that the mean stays; otherwise nothing. */
export const dropout: LayerKind<SpecOf<'dropout'>> = {
  outputShape({ rate }, input) {
    if (!(rate >= 0 && rate < 1)) throw badSpec(`a dropout rate lies in [0, 1), not at ${rate}`);
    return input;
  },
  parameters: () => ({}),
  multiplyAccumulates: () => 0,
  build({ spec: { rate }, input, maxCount, allocate }) {
    const size = sizeOf(input);
    const factors = allocate(maxCount * size);
    return {
      forward({ count, input: x, output, training, seed }) {
        const length = count * size;
        if (training) drawFactors(factors, length, rate, seed);
        else factors.fill(1, 0, length);
        for (let i = 0; i < length; i++) output[i] = x[i]! * factors[i]!;
      },
      backward({ count, outputGradient, inputGradient }) {
        if (inputGradient === undefined) return;
        for (let i = 0, end = count * size; i < end; i++) inputGradient[i] = outputGradient[i]! * factors[i]!;
      },
    };
  },
};

/** 0 or 1 / (1 - rate), by xorshift32 (Marsaglia, 2003) from the pass's seed. */
function drawFactors(factors: Float32Array, length: number, rate: number, seed: number): void {
  const bound = rate * 4294967296;
  const kept = 1 / (1 - rate);
  let state = seed | 0 || 1;
  for (let i = 0; i < length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    factors[i] = state >>> 0 < bound ? 0 : kept;
  }
}
