import { Shape } from '@fettle/tinyml';
import { GraphBuilder } from '../lowered/graph-builder';

/** The tensor with this tensor shape: itself where it has it already, else by RESHAPE. */
export function reshaped(builder: GraphBuilder, tensor: number, shape: Shape): number {
  const own = builder.shape(tensor);
  if (own.length === shape.length && own.every((extent, i) => extent === shape[i])) return tensor;
  const target = builder.integers('shape', shape);
  return builder.apply('RESHAPE', [tensor, target], shape, { options: { newShape: [...shape] } });
}
