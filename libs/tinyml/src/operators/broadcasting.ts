import { Shape } from '../graph/model.types';
import { broadcastShape, broadcastStrides, sameShape } from '../graph/shapes';
import { Kernel, Site } from './operator';
import { walk } from './walking';

/** The shape of an element-wise result of two operands; refuses those that do not broadcast. */
export function elementwiseShape(site: Site): readonly Shape[] {
  const shape = broadcastShape(site.input(0).shape, site.input(1).shape);
  return [shape ?? site.refuse('the shapes do not broadcast')];
}

/** Calls `combine` for every pair of stored values, and stores what it gives, clamped. */
export function elementwise(
  site: Site,
  [low, high]: readonly [number, number],
  combine: (a: number, b: number) => number,
): Kernel {
  const output = site.output(0);
  const [a, b] = [site.input(0).values as Int8Array, site.input(1).values as Int8Array];
  const out = output.values as Int8Array;
  if (sameShape(site.input(0).shape, site.input(1).shape)) {
    return () => {
      for (let i = 0; i < out.length; i++) {
        const value = combine(a[i]!, b[i]!);
        out[i] = value < low ? low : value > high ? high : value;
      }
    };
  }
  const inA = walk(output.shape, broadcastStrides(site.input(0).shape, output.shape));
  const inB = walk(output.shape, broadcastStrides(site.input(1).shape, output.shape));
  return () => {
    for (let i = 0; i < out.length; i++) {
      const value = combine(a[inA()]!, b[inB()]!);
      out[i] = value < low ? low : value > high ? high : value;
    }
  };
}
