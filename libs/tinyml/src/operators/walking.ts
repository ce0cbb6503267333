import { Shape } from '../graph/model.types';

/** Gives flat indices in the order of a shape's elements, then starts again. Allocates only when it is made. */
export type Walk = () => number;

/** Walks the elements of `shape` in row-major order over memory where a step along dimension i is `strides[i]`. */
export function walk(shape: Shape, strides: readonly number[], start = 0): Walk {
  const rank = shape.length;
  const place = new Int32Array(rank);
  let next = start;
  return () => {
    const current = next;
    for (let i = rank - 1; i >= 0; i--) {
      next += strides[i]!;
      if (++place[i]! < shape[i]!) return current;
      next -= place[i]! * strides[i]!;
      place[i] = 0;
    }
    return current;
  };
}
