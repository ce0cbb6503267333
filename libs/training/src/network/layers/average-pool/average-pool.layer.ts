import { eachTap } from '../../kernels/taps';
import { windowCount, windowLength } from '../../kernels/windows';
import { type LayerKind, sizeOf, type SpecOf } from '../layer';
import { pooledShape, poolWindows } from '../pooling';

/** The mean of each channel over each window; padding does not count. */
export const averagePool: LayerKind<SpecOf<'average-pool'>> = {
  outputShape: (spec, input) => pooledShape(poolWindows(spec, input), input),
  parameters: () => ({}),
  multiplyAccumulates(spec, input) {
    const windows = poolWindows(spec, input);
    return windowCount(windows) * windowLength(windows);
  },
  build({ spec, input, output, allocate }) {
    const windows = poolWindows(spec, input);
    const { channels } = windows;
    const taps = eachTap(windows);
    const before = sizeOf(input);
    const after = sizeOf(output);
    const weight = allocate(after);
    for (const tap of taps) for (const at of tap.windows) weight[at]! += 1;
    for (let at = 0; at < after; at += channels) weight.fill(1 / weight[at]!, at, at + channels);
    return {
      forward({ count, input: x, output: y }) {
        y.fill(0, 0, count * after);
        for (let i = 0; i < count; i++) {
          for (const { pixels, windows: places } of taps) {
            for (let t = 0; t < pixels.length; t++) {
              const from = i * before + pixels[t]!;
              const to = i * after + places[t]!;
              for (let c = 0; c < channels; c++) y[to + c]! += x[from + c]!;
            }
          }
          for (let e = 0, at = i * after; e < after; e++, at++) y[at]! *= weight[e]!;
        }
      },
      backward({ count, outputGradient, inputGradient }) {
        if (inputGradient === undefined) return;
        inputGradient.fill(0, 0, count * before);
        for (let i = 0; i < count; i++) {
          for (const { pixels, windows: places } of taps) {
            for (let t = 0; t < pixels.length; t++) {
              const to = i * before + pixels[t]!;
              const from = i * after + places[t]!;
              const factor = weight[places[t]!]!;
              for (let c = 0; c < channels; c++) inputGradient[to + c]! += outputGradient[from + c]! * factor;
            }
          }
        }
      },
    };
  },
};
