import { Work } from './operator';

/** How many units and how many inputs kernels take at a time. */
const BLOCK = 4;

/** Of `rows` products of a vector of `depth` values with a matrix of `units` rows. */
export function denseWork(rows: number, units: number, depth: number): Work {
  const blocks = rows * Math.ceil(units / BLOCK);
  return {
    macs: rows * units * depth,
    rows,
    outputs: rows * units,
    blocks,
    squares: blocks * Math.floor(depth / BLOCK),
    rests: blocks * (depth % BLOCK),
  };
}
