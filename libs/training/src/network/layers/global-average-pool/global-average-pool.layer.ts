import { badShape } from '../../errors';
import { type LayerKind, sizeOf, type SpecOf } from '../layer';

/** The mean of each channel over all places. */
export const globalAveragePool: LayerKind<SpecOf<'global-average-pool'>> = {
  outputShape(_spec, input) {
    if (input.length < 2)
      throw badShape(`global-average-pool takes places and channels, not [${input.join(', ')}]`);
    return [input.at(-1)!];
  },
  parameters: () => ({}),
  multiplyAccumulates: (_spec, input) => sizeOf(input),
  build({ input }) {
    const channels = input.at(-1)!;
    const places = sizeOf(input) / channels;
    return {
      forward({ count, input: x, output }) {
        for (let i = 0; i < count; i++) {
          for (let c = 0; c < channels; c++) {
            let sum = 0;
            let at = i * places * channels + c;
            for (let p = 0; p < places; p++, at += channels) sum += x[at]!;
            output[i * channels + c] = sum / places;
          }
        }
      },
      backward({ count, outputGradient, inputGradient }) {
        if (inputGradient === undefined) return;
        for (let i = 0, at = 0; i < count; i++) {
          for (let p = 0; p < places; p++) {
            for (let c = 0; c < channels; c++)
              inputGradient[at++] = outputGradient[i * channels + c]! / places;
          }
        }
      },
    };
  },
};
