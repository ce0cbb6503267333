import type { ImageWindows } from './windows';

/** One place within a window: which pixel it meets in each window where it lies inside the image. */
export interface Tap {
  /** First element of the tap's numbers in a kernel [rows, columns, channels]. */
  readonly kernelAt: number;
  /** First element of a pixel, one for each window met. */
  readonly pixels: Int32Array;
  /** First element of that window's place in the output. */
  readonly windows: Int32Array;
}

/** Every tap of a window, padding already left out, so that loops over them need no tests. */
export function eachTap({ rows, columns, channels }: ImageWindows): readonly Tap[] {
  const taps: Tap[] = [];
  for (let r = 0; r < rows.size; r++) {
    for (let s = 0; s < columns.size; s++) {
      const pixels: number[] = [];
      const windows: number[] = [];
      for (let y = 0; y < rows.output; y++) {
        for (let x = 0; x < columns.output; x++) {
          const row = y * rows.stride - rows.before + r;
          const column = x * columns.stride - columns.before + s;
          if (row < 0 || row >= rows.input || column < 0 || column >= columns.input) continue;
          pixels.push((row * columns.input + column) * channels);
          windows.push((y * columns.output + x) * channels);
        }
      }
      const kernelAt = (r * columns.size + s) * channels;
      taps.push({ kernelAt, pixels: Int32Array.from(pixels), windows: Int32Array.from(windows) });
    }
  }
  return taps;
}
