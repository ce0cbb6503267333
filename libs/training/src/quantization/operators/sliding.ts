import { OperatorOptions } from '@fettle/tinyml';
import { AxisWindows, axisWindows } from '../../network/kernels/windows';

/** Calls `visit` with each input index under the window at `position`, and its index in the window. */
export function underWindow(
  { input, size, stride, before }: AxisWindows,
  position: number,
  visit: (at: number, inWindow: number) => void,
): void {
  const start = position * stride - before;
  for (let i = Math.max(0, -start); i < size && start + i < input; i++) visit(start + i, i);
}

/** Rows and columns of an image tensor under a window of this size, as the operator's options slide it. */
export function slidings(
  [, rows, columns]: readonly number[],
  [height, width]: readonly [number, number],
  { padding, strideHeight, strideWidth }: OperatorOptions,
): readonly [AxisWindows, AxisWindows] {
  const mode = padding === 'SAME' ? 'same' : 'valid';
  return [
    axisWindows(rows!, height, strideHeight as number, mode),
    axisWindows(columns!, width, strideWidth as number, mode),
  ];
}
