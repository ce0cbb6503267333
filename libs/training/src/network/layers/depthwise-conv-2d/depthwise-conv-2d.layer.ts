import { badShape } from '../../errors';
import { addColumnSums, repeatRow } from '../../kernels/rows';
import { axisWindows, type ImageWindows, windowCount, windowLength } from '../../kernels/windows';
import { eachTap, type Tap } from '../../kernels/taps';
import { constant, factors } from '../initial-values';
import { type LayerKind, type Shape, sizeOf, type SpecOf } from '../layer';

/** One filter for each channel of an image [rows, columns, channels], each on its own channel only. */
export const depthwiseConv2d: LayerKind<SpecOf<'depthwise-conv-2d'>> = {
  outputShape(spec, input) {
    const { rows, columns, channels } = windowsOf(spec, input);
    return [rows.output, columns.output, channels];
  },
  parameters(spec, input) {
    const { rows, columns, channels } = windowsOf(spec, input);
    const area = rows.size * columns.size;
    return {
      kernel: factors([rows.size, columns.size, channels], area, area),
      bias: constant([channels], 0),
    };
  },
  multiplyAccumulates(spec, input) {
    const windows = windowsOf(spec, input);
    return windowCount(windows) * windowLength(windows);
  },
  build({ spec, input }) {
    const windows = windowsOf(spec, input);
    const taps = eachTap(windows);
    const places = windowCount(windows);
    const { channels } = windows;
    const image = sizeOf(input);
    return {
      forward({ count, weights, input: x, output }) {
        repeatRow(weights['bias']!, output, count * places);
        for (let i = 0; i < count; i++) {
          multiplyTaps(
            taps,
            channels,
            { x, xStart: i * image, y: output, yStart: i * places * channels },
            weights['kernel']!,
          );
        }
      },
      backward({ count, weights, gradients, input: x, outputGradient, inputGradient }) {
        addColumnSums(outputGradient, gradients['bias']!, count * places);
        inputGradient?.fill(0, 0, count * image);
        for (let i = 0; i < count; i++) {
          const pair = { x, xStart: i * image, y: outputGradient, yStart: i * places * channels };
          gatherKernelGradient(taps, channels, pair, gradients['kernel']!);
          if (inputGradient !== undefined) {
            scatterTaps(taps, channels, { ...pair, x: inputGradient }, weights['kernel']!);
          }
        }
      },
    };
  },
};

function windowsOf(spec: SpecOf<'depthwise-conv-2d'>, input: Shape): ImageWindows {
  const { size, stride = [1, 1], padding = 'valid' } = spec;
  const [rows, columns, channels] = input;
  if (input.length !== 3)
    throw badShape(`depthwise-conv-2d takes [rows, columns, channels], not [${input.join(', ')}]`);
  return {
    rows: axisWindows(rows!, size[0], stride[0], padding),
    columns: axisWindows(columns!, size[1], stride[1], padding),
    channels: channels!,
  };
}

/** An image before the windows and one after, each from its start. */
interface Images {
  readonly x: Float32Array;
  readonly xStart: number;
  readonly y: Float32Array;
  readonly yStart: number;
}

function multiplyTaps(taps: readonly Tap[], channels: number, images: Images, kernel: Float32Array): void {
  const { x, xStart, y, yStart } = images;
  for (const { pixels, windows, kernelAt } of taps) {
    for (let t = 0; t < pixels.length; t++) {
      const from = xStart + pixels[t]!;
      const to = yStart + windows[t]!;
      for (let c = 0; c < channels; c++) y[to + c]! += x[from + c]! * kernel[kernelAt + c]!;
    }
  }
}

function gatherKernelGradient(
  taps: readonly Tap[],
  channels: number,
  images: Images,
  gradient: Float32Array,
): void {
  const { x, xStart, y, yStart } = images;
  for (const { pixels, windows, kernelAt } of taps) {
    for (let t = 0; t < pixels.length; t++) {
      const from = xStart + pixels[t]!;
      const to = yStart + windows[t]!;
      for (let c = 0; c < channels; c++) gradient[kernelAt + c]! += x[from + c]! * y[to + c]!;
    }
  }
}

function scatterTaps(taps: readonly Tap[], channels: number, images: Images, kernel: Float32Array): void {
  const { x, xStart, y, yStart } = images;
  for (const { pixels, windows, kernelAt } of taps) {
    for (let t = 0; t < pixels.length; t++) {
      const to = xStart + pixels[t]!;
      const from = yStart + windows[t]!;
      for (let c = 0; c < channels; c++) x[to + c]! += y[from + c]! * kernel[kernelAt + c]!;
    }
  }
}
