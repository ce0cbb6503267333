import { OperatorOptions } from '@fettle/tinyml';
import { axisWindows, ImageWindows } from '../../network/kernels/windows';

/** The windows of this size over an image tensor [1, rows, columns, channels], as the operator's options slide them. */
export function windowsOver(
  [, rows, columns, channels]: readonly number[],
  [height, width]: readonly [number, number],
  { padding, strideHeight, strideWidth }: OperatorOptions,
): ImageWindows {
  const mode = padding === 'SAME' ? 'same' : 'valid';
  return {
    rows: axisWindows(rows!, height, strideHeight as number, mode),
    columns: axisWindows(columns!, width, strideWidth as number, mode),
    channels: channels!,
  };
}
