import { forward } from '../../../../network/network';
import { Network } from '../../../../network/network.types';
import { inputSizeOf } from '../../../../network/shapes';
import { PrunableLayer } from '../../channel-flow';
import { Criterion } from '../criterion';

/** Samples whose tensors are in memory at once. */
const CHUNK = 16;

/**
 * How large a channel is where it is read, on the mean over the samples, times the absolute weights that read it: what would
 * be missing from the reader's sums. Sees that a channel never speaks, or that nobody listens.
 */
export const activation = {
  name: 'activation',
  importance: (network, layers, samples) => {
    const levels = channelLevels(network, layers, samples);
    return layers.map((prunable, i) => {
      const reading = readingWeights(network, prunable);
      return levels[i]!.map((level, c) => level * reading[c]!);
    });
  },
} as const satisfies Criterion;

/** Sum of each channel's absolute values as its reader gets them. */
function channelLevels(
  network: Network,
  layers: readonly PrunableLayer[],
  samples: Float32Array,
): readonly Float64Array[] {
  const levels = layers.map(({ channels }) => new Float64Array(channels));
  const chunk = CHUNK * inputSizeOf(network.spec);
  for (let from = 0; from < samples.length; from += chunk) {
    const tensors = forward(network, samples.subarray(from, from + chunk));
    layers.forEach(({ reader, channels }, i) => {
      tensors[reader]!.forEach((value, at) => (levels[i]![at % channels]! += Math.abs(value)));
    });
  }
  return levels;
}

function readingWeights({ weights }: Network, { reader, channels }: PrunableLayer): Float64Array {
  const sums = new Float64Array(channels);
  weights[reader]!.kernel!.forEach((value, i) => (sums[i % channels]! += Math.abs(value)));
  return sums;
}
