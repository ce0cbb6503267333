import { eachTap } from '../../kernels/taps';
import { windowCount, windowLength } from '../../kernels/windows';
import { type LayerKind, sizeOf, type SpecOf } from '../layer';
import { pooledShape, poolWindows } from '../pooling';

/** The largest of each channel in each window; the gradient goes to the first of equals. */
export const maxPool: LayerKind<SpecOf<'max-pool'>> = {
  outputShape: (spec, input) => pooledShape(poolWindows(spec, input), input),
  parameters: () => ({}),
  multiplyAccumulates(spec, input) {
    const windows = poolWindows(spec, input);
    return windowCount(windows) * windowLength(windows);
  },
  build({ spec, input, output, maxCount }) {
    const windows = poolWindows(spec, input);
    const { channels } = windows;
    const taps = eachTap(windows);
    const before = sizeOf(input);
    const after = sizeOf(output);
    const chosen = new Int32Array(maxCount * after);
    return {
      forward({ count, input: x, output: y }) {
        y.fill(-Infinity, 0, count * after);
        for (let i = 0; i < count; i++) {
          for (const { pixels, windows: places } of taps) {
            for (let t = 0; t < pixels.length; t++) {
              const from = i * before + pixels[t]!;
              const to = i * after + places[t]!;
              for (let c = 0; c < channels; c++) {
                if (x[from + c]! <= y[to + c]!) continue;
                y[to + c] = x[from + c]!;
                chosen[to + c] = from + c;
              }
            }
          }
        }
      },
      backward({ count, outputGradient, inputGradient }) {
        if (inputGradient === undefined) return;
        inputGradient.fill(0, 0, count * before);
        for (let at = 0; at < count * after; at++) inputGradient[chosen[at]!]! += outputGradient[at]!;
      },
    };
  },
};
