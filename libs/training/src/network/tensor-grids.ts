/** The values that an integer tensor can hold: scale · (q - zeroPoint) for whole q from `least` to `most`. */
export interface QuantizationGrid {
  readonly scale: number;
  readonly zeroPoint: number;
  readonly least: number;
  readonly most: number;
}

/** Grids by tensor ([0] what goes in, [i + 1] what layer i gives), four numbers each; scale 0 where a tensor has none. */
export type TensorGrids = Float64Array;

/** Smallest and largest value by tensor, two numbers each. */
export type TensorRanges = Float64Array;

const NUMBERS = 4;

/** Room for the grids of so many tensors. `shared` where threads are to see it. */
export function allocateGrids(tensors: number, shared: boolean): TensorGrids {
  const bytes = tensors * NUMBERS * Float64Array.BYTES_PER_ELEMENT;
  return new Float64Array(shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
}

/** Writes the grids down; tensors without one, or beyond the list, have none. */
export function writeGrids(grids: readonly (QuantizationGrid | undefined)[], into: TensorGrids): void {
  into.fill(0);
  for (const [tensor, grid] of grids.entries()) {
    if (grid !== undefined) into.set([grid.scale, grid.zeroPoint, grid.least, grid.most], tensor * NUMBERS);
  }
}

/** Puts each value on its tensor's grid, where there is one: halves away from zero, clamped. */
export function snap(grids: TensorGrids, tensor: number, values: Float32Array, length: number): void {
  const at = tensor * NUMBERS;
  const scale = grids[at]!;
  if (scale === 0) return;
  const zeroPoint = grids[at + 1]!;
  const least = grids[at + 2]!;
  const most = grids[at + 3]!;
  for (let i = 0; i < length; i++) {
    const steps = values[i]! / scale;
    const whole = (steps < 0 ? -Math.round(-steps) : Math.round(steps)) + zeroPoint;
    values[i] = scale * (Math.min(most, Math.max(least, whole)) - zeroPoint);
  }
}

/** Straight through: a gradient passes where the value lay on the grid's range, and stops where it was clamped. */
export function keepInside(
  grids: TensorGrids,
  tensor: number,
  raw: Float32Array,
  gradient: Float32Array,
  length: number,
): void {
  const at = tensor * NUMBERS;
  const scale = grids[at]!;
  if (scale === 0) return;
  const low = scale * (grids[at + 2]! - grids[at + 1]! - 0.5);
  const high = scale * (grids[at + 3]! - grids[at + 1]! + 0.5);
  for (let i = 0; i < length; i++) if (raw[i]! < low || raw[i]! > high) gradient[i] = 0;
}

/** Widens a tensor's range to what it holds. */
export function widen(ranges: TensorRanges, tensor: number, values: Float32Array, length: number): void {
  let low = ranges[2 * tensor]!;
  let high = ranges[2 * tensor + 1]!;
  for (let i = 0; i < length; i++) {
    if (values[i]! < low) low = values[i]!;
    if (values[i]! > high) high = values[i]!;
  }
  ranges[2 * tensor] = low;
  ranges[2 * tensor + 1] = high;
}

/** Ranges of nothing yet, to be widened. */
export function clearRanges(ranges: TensorRanges): void {
  for (let i = 0; i < ranges.length; i += 2) {
    ranges[i] = Infinity;
    ranges[i + 1] = -Infinity;
  }
}
