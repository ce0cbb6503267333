import { type OperatorNode } from '@fettle/tinyml';
import { type SyntheticGraph } from './graph';

export type Padding = 'SAME' | 'VALID';

/** Height and width of what windows of this size make of the graph's last picture. */
export function windowed(
  { shape }: SyntheticGraph,
  size: readonly [number, number],
  stride: number,
  padding: Padding,
  dilation = 1,
): [number, number] {
  const extent = (input: number, taps: number): number =>
    padding === 'SAME'
      ? Math.ceil(input / stride)
      : Math.floor((input - dilation * (taps - 1) - 1) / stride) + 1;
  return [extent(shape[1]!, size[0]), extent(shape[2]!, size[1])];
}

export function strides(stride: number, padding: Padding): OperatorNode['options'] {
  return { padding, strideWidth: stride, strideHeight: stride };
}
