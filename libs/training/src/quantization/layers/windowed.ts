import { Shape } from '@fettle/tinyml';
import { axisWindows } from '../../network/kernels/windows';
import { PaddingMode, Pair } from '../../network/network.types';
import { LayerScope } from './layer-lowering';

export interface WindowSpec {
  readonly size: Pair;
  readonly stride: Pair;
  readonly padding: PaddingMode;
}

/** Padding and strides as operators have them. */
export function windowOptions({ stride, padding }: WindowSpec): {
  padding: string;
  strideHeight: number;
  strideWidth: number;
} {
  return { padding: padding === 'same' ? 'SAME' : 'VALID', strideHeight: stride[0], strideWidth: stride[1] };
}

/** Places of a window, as many axes as came in; refuses windows over single steps. */
export function afterWindow(site: LayerScope, { size, stride, padding }: WindowSpec): Shape {
  const { flow, builder, refuse } = site;
  if (flow.stepwise) refuse('a window over steps needs the whole series: lower it unrolled');
  const [, rows, columns] = builder.shape(flow.tensor) as readonly [number, number, number, number];
  const down = axisWindows(rows, size[0], stride[0], padding).output;
  const across = axisWindows(columns, size[1], stride[1], padding).output;
  return flow.shape.length === 2 ? [across] : [down, across];
}
