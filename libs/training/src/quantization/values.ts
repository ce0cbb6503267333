/** Taken out of the globals once: some hosts intercept every look-up of a global. */
const { floor, fround } = Math;

/** `real = scale * (stored - zeroPoint)` for a whole tensor. */
export interface Step {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** Rounds to the nearest integer, halves away from zero, as the runtimes do. */
export function roundAway(value: number): number {
  return value < 0 ? -floor(0.5 - value) : floor(value + 0.5);
}

/** Stored int8 values for reals: nearest, clipped to what int8 holds; NaN is stored as zero. */
export function quantizeValues(
  values: ArrayLike<number>,
  { scale, zeroPoint }: Step,
  into: Int8Array = new Int8Array(values.length),
): Int8Array {
  for (let i = 0; i < values.length; i++) {
    const stored = roundAway(fround((values[i]! || 0) / scale)) + zeroPoint;
    into[i] = stored < -128 ? -128 : stored > 127 ? 127 : stored;
  }
  return into;
}

/** The reals that stored values stand for. */
export function dequantizeValues(
  stored: ArrayLike<number>,
  { scale, zeroPoint }: Step,
  into: Float32Array = new Float32Array(stored.length),
): Float32Array {
  for (let i = 0; i < stored.length; i++) into[i] = scale * (stored[i]! - zeroPoint);
  return into;
}
