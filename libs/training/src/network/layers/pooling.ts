import { badShape } from '../errors';
import { axisWindows, type ImageWindows } from '../kernels/windows';
import type { SpecOf } from './layer';
import type { Shape } from './layer';

/** Windows of a pool over an image [rows, columns, channels], or a series [steps, channels] taken as an image of one row. */
export function poolWindows(
  { kind, size, stride = size, padding = 'valid' }: SpecOf<'average-pool' | 'max-pool'>,
  input: Shape,
): ImageWindows {
  if (input.length !== 3 && input.length !== 2) {
    throw badShape(`${kind} takes [rows, columns, channels] or [steps, channels], not [${input.join(', ')}]`);
  }
  const [rows, columns, channels] = input.length === 3 ? input : [1, ...input];
  return {
    rows: axisWindows(rows!, size[0], stride[0], padding),
    columns: axisWindows(columns!, size[1], stride[1], padding),
    channels: channels!,
  };
}

/** What comes out of a pool, with as many axes as went in. */
export function pooledShape({ rows, columns, channels }: ImageWindows, input: Shape): Shape {
  return input.length === 3 ? [rows.output, columns.output, channels] : [columns.output, channels];
}
