import { Shape } from '../graph/model.types';
import { broadcastShape, broadcastStrides, elementCount, sameShape, stridesOf } from '../graph/shapes';
import { Site } from './operator';

/** The shape of an element-wise result of two operands; refuses those that do not broadcast. */
export function elementwiseShape(site: Site): readonly Shape[] {
  const shape = broadcastShape(site.input(0).shape, site.input(1).shape);
  return [shape ?? site.refuse('the shapes do not broadcast')];
}

/** For each output element, by flat index, which element of an operand it reads; undefined where it is the same. */
export function readIndices(shape: Shape, target: Shape): Int32Array | undefined {
  if (sameShape(shape, target)) return undefined;
  const strides = broadcastStrides(shape, target);
  const steps = stridesOf(target);
  return Int32Array.from({ length: elementCount(target) }, (_, flat) => {
    let at = 0;
    for (let i = 0; i < target.length; i++) at += (Math.floor(flat / steps[i]!) % target[i]!) * strides[i]!;
    return at;
  });
}

/** Calls `combine` for every pair of stored values, and stores what it gives, clamped. */
export function elementwise(
  site: Site,
  [low, high]: readonly [number, number],
  combine: (a: number, b: number) => number,
): () => void {
  const output = site.output(0);
  const [a, b, out] = [site.input(0), site.input(1), output].map(({ values }) => values as Int8Array);
  const fromA = readIndices(site.input(0).shape, output.shape);
  const fromB = readIndices(site.input(1).shape, output.shape);
  return () => {
    for (let i = 0; i < out!.length; i++) {
      const value = combine(
        a![fromA === undefined ? i : fromA[i]!]!,
        b![fromB === undefined ? i : fromB[i]!]!,
      );
      out![i] = value < low ? low : value > high ? high : value;
    }
  };
}
