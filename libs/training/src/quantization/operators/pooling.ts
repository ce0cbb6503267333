import { eachTap, Tap } from '../../network/kernels/taps';
import { FloatSite, reals } from './float-operator';
import { windowsOver } from './sliding';

/** What a pooling works on: every place of its window, with the pixels and outputs that meet there. */
export interface Pooling {
  readonly taps: readonly Tap[];
  readonly channels: number;
  readonly input: Float32Array;
  readonly out: Float32Array;
}

export function poolingOf({ inputs, outputs, options }: FloatSite): Pooling {
  const { shape } = inputs[0]!;
  const size = [options.filterHeight as number, options.filterWidth as number] as const;
  const taps = eachTap(windowsOver(shape, size, options));
  return { taps, channels: shape[3]!, input: reals(inputs[0]), out: reals(outputs[0]) };
}

/** Calls `visit` with the first elements of each pixel and of the output that it belongs to. */
export function eachPixel({ taps }: Pooling, visit: (from: number, to: number) => void): void {
  for (const { pixels, windows } of taps) {
    for (let t = 0; t < pixels.length; t++) visit(pixels[t]!, windows[t]!);
  }
}
