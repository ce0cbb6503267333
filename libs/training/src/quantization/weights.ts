import { LoweredTensor } from './lowered/lowered-graph.types';
import { roundAway } from './values';

/** Taken out of the globals once: some hosts intercept every look-up of a global. */
const { abs, floor, fround, max, min } = Math;

/** int32 biases stay below this, so that the sum of products still fits beside them. */
const GREATEST_BIAS = 2 ** 30;

/** Which of `channels` an element belongs to. */
function channelOf({ shape, channelAxis }: LoweredTensor): (element: number) => number {
  if (channelAxis === undefined) return () => 0;
  const inner = shape.slice(channelAxis + 1).reduce((product, extent) => product * extent, 1);
  const channels = shape[channelAxis]!;
  return (element) => floor(element / inner) % channels;
}

/**
 * Symmetric scales that take the greatest weight of each channel (or of all) to 127, float32. Coarser where the bias, stored at
 * input scale times weight scale, would not fit int32; 1 where there is nothing to store.
 */
export function weightScales(weights: LoweredTensor, bias: Float32Array, inputScale: number): number[] {
  const channel = channelOf(weights);
  const values = weights.data!;
  const count = weights.channelAxis === undefined ? 1 : weights.shape[weights.channelAxis]!;
  const greatest = new Float64Array(count);
  for (let i = 0; i < values.length; i++) {
    const at = channel(i);
    greatest[at] = max(greatest[at]!, abs(values[i]!));
  }
  const scales = Array.from(greatest, (most) => most / 127);
  bias.forEach((value, c) => {
    const at = count === 1 ? 0 : c;
    scales[at] = max(scales[at]!, abs(value) / (inputScale * GREATEST_BIAS));
  });
  return scales.map((scale) => fround(scale) || 1);
}

/** Weights at these scales, in [-127, 127]. */
export function storeWeights(weights: LoweredTensor, scales: readonly number[]): Int8Array {
  const channel = channelOf(weights);
  return Int8Array.from(weights.data!, (value, i) =>
    max(-127, min(127, roundAway(value / scales[channel(i)]!))),
  );
}

/** Biases at input scale times weight scale. */
export function storeBias(bias: Float32Array, scales: readonly number[], inputScale: number): Int32Array {
  return Int32Array.from(bias, (value, c) =>
    roundAway(value / (inputScale * scales[scales.length > 1 ? c : 0]!)),
  );
}
