import { badShape, badSpec, wholeNumber } from '../errors';
import type { PaddingMode } from '../network.types';

/** Where windows lie along one axis. */
export interface AxisWindows {
  readonly input: number;
  readonly size: number;
  readonly stride: number;
  /** Zeros before the first element. */
  readonly before: number;
  readonly output: number;
}

/**
 * Windows along one axis as TensorFlow lays them: `same` gives ⌈input / stride⌉ windows with the odd zero behind, `valid` only
 * those that fit. Throws `TRAINING.BAD_SHAPE` where none fits.
 */
export function axisWindows(input: number, size: number, stride: number, padding: PaddingMode): AxisWindows {
  wholeNumber('window size', size);
  wholeNumber('stride', stride);
  if (padding !== 'same' && padding !== 'valid')
    throw badSpec(`padding is 'same' or 'valid', not '${String(padding)}'`);
  if (padding === 'valid') {
    if (size > input) throw badShape(`a window of ${size} does not fit into ${input}`);
    return { input, size, stride, before: 0, output: Math.floor((input - size) / stride) + 1 };
  }
  const output = Math.ceil(input / stride);
  const zeros = Math.max(0, (output - 1) * stride + size - input);
  return { input, size, stride, before: zeros >> 1, output };
}

/** Windows over an image of channels-last samples. */
export interface ImageWindows {
  readonly rows: AxisWindows;
  readonly columns: AxisWindows;
  readonly channels: number;
}

/** Elements of one window: rows · columns · channels. */
export function windowLength({ rows, columns, channels }: ImageWindows): number {
  return rows.size * columns.size * channels;
}

/** Windows in one image. */
export function windowCount({ rows, columns }: ImageWindows): number {
  return rows.output * columns.output;
}

/** True where every window is one pixel, so that the image is its own list of windows. */
export function isPixelwise({ rows, columns }: ImageWindows): boolean {
  return rows.size === 1 && columns.size === 1 && rows.stride === 1 && columns.stride === 1;
}

/** Writes the windows of the image at `start` one below the other [windows, rows · columns · channels]; outside is 0. */
export function gatherWindows(
  windows: ImageWindows,
  image: Float32Array,
  start: number,
  patches: Float32Array,
): void {
  const { rows, columns, channels } = windows;
  const rowLength = columns.input * channels;
  let at = 0;
  for (let y = 0; y < rows.output; y++) {
    for (let x = 0; x < columns.output; x++) {
      const left = (x * columns.stride - columns.before) * channels;
      for (let r = 0; r < rows.size; r++) {
        const row = y * rows.stride - rows.before + r;
        const inside = row >= 0 && row < rows.input;
        const from = start + row * rowLength;
        for (let e = left, end = left + columns.size * channels; e < end; e++) {
          patches[at++] = inside && e >= 0 && e < rowLength ? image[from + e]! : 0;
        }
      }
    }
  }
}

/** The reverse of `gatherWindows`: adds every element of every window to the pixel that it came from. */
export function scatterWindows(
  windows: ImageWindows,
  patches: Float32Array,
  image: Float32Array,
  start: number,
): void {
  const { rows, columns, channels } = windows;
  const rowLength = columns.input * channels;
  let at = 0;
  for (let y = 0; y < rows.output; y++) {
    for (let x = 0; x < columns.output; x++) {
      const left = (x * columns.stride - columns.before) * channels;
      for (let r = 0; r < rows.size; r++) {
        const row = y * rows.stride - rows.before + r;
        const inside = row >= 0 && row < rows.input;
        const from = start + row * rowLength;
        for (let e = left, end = left + columns.size * channels; e < end; e++) {
          if (inside && e >= 0 && e < rowLength) image[from + e]! += patches[at]!;
          at++;
        }
      }
    }
  }
}
