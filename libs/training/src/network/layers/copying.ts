import type { LayerRun } from './layer';

/** A layer of `size` elements a sample that changes nothing. */
export function copying(size: number): LayerRun {
  return {
    forward: ({ count, input, output }) => output.set(input.subarray(0, count * size)),
    backward: ({ count, outputGradient, inputGradient }) =>
      inputGradient?.set(outputGradient.subarray(0, count * size)),
  };
}
