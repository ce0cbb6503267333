import { badShape } from './errors';
import { seededRandom, type Random } from '@fettle/kernel';
import type { Network, NetworkSpec } from './network.types';
import { Program } from './program';
import { checkWeights, countSamples, inputSizeOf, outputSizeOf } from './shapes';
import { layoutOf, viewsOf } from './weight-layout';

/**
 * A network before training: factors drawn, offsets 0. The same random source gives the same numbers; each layer draws from a
 * stream of its own, so that changing one layer does not change the others. Throws what `shapesOf` throws.
 */
export function initialNetwork(spec: NetworkSpec, random: Random = seededRandom(1)): Network {
  const layout = layoutOf(spec);
  const flat = new Float32Array(layout.length);
  for (const { layer, role, start, length, rule } of layout.entries) {
    rule.fill(flat.subarray(start, start + length), random.fork(`${layer} ${role}`));
  }
  return { spec, weights: viewsOf(layout, flat) };
}

/** Numbers that a network has, running statistics included. Throws what `shapesOf` throws. */
export function parameterCount(spec: NetworkSpec): number {
  return layoutOf(spec).length;
}

export interface ForwardOptions {
  /** False: a softmax at the end is left off, and the last tensor holds logits. Default true. */
  readonly softmax?: boolean;
}

/**
 * Every tensor of a pass as a device would compute it (no dropout, running statistics), in float32: [0] the input, [i + 1] what
 * layer i gives after its activation, all samples of each. `inputs` is [samples, …input]; memory grows with the samples.
 * Throws `TRAINING.BAD_SHAPE` where inputs or weights do not fit the spec, and what `shapesOf` throws.
 */
export function forward(
  network: Network,
  inputs: Float32Array,
  { softmax = true }: ForwardOptions = {},
): readonly Float32Array[] {
  checkWeights(network.spec, network.weights);
  const count = countSamples(inputs, inputSizeOf(network.spec));
  const openEnd = softmax ? undefined : 'softmax';
  const program = new Program(network.spec, { maxCount: count, backward: false, openEnd });
  program.tensors[0]!.set(inputs);
  program.forward(network.weights, { count, training: false });
  return program.tensors;
}

/** Samples in memory at once in `predict`. */
const CHUNK = 64;

/**
 * What a network gives for samples [samples, …input], as `forward` computes it, but only the last tensor and in bounded memory.
 * No samples give no results. Throws as `forward` does.
 */
export function predict(network: Network, inputs: Float32Array): Float32Array {
  checkWeights(network.spec, network.weights);
  const size = inputSizeOf(network.spec);
  const results = outputSizeOf(network.spec);
  if (inputs.length % size !== 0) throw badShape(`${inputs.length} numbers are not whole samples of ${size}`);
  const samples = inputs.length / size;
  const program = new Program(network.spec, {
    maxCount: Math.min(CHUNK, Math.max(1, samples)),
    backward: false,
  });
  const output = new Float32Array(samples * results);
  for (let start = 0; start < samples; start += CHUNK) {
    const count = Math.min(CHUNK, samples - start);
    program.tensors[0]!.set(inputs.subarray(start * size, (start + count) * size));
    program.forward(network.weights, { count, training: false });
    output.set(program.output.subarray(0, count * results), start * results);
  }
  return output;
}
