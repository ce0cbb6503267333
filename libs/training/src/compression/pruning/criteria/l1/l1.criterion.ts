import { DEFAULTS } from '../../../../network/layers/batch-norm/batch-norm.layer';
import { Network } from '../../../../network/network.types';
import { PrunableLayer } from '../../channel-flow';
import { Criterion } from '../criterion';

/** Sum of a filter's absolute weights (Li et al., 2017), times the size of the factor of a batch norm right behind it. */
export const l1 = {
  name: 'l1',
  importance: (network, layers) => layers.map((prunable) => filterSizes(network, prunable)),
} as const satisfies Criterion;

function filterSizes({ spec, weights }: Network, { layer, channels }: PrunableLayer): Float64Array {
  const kernel = weights[layer]!.kernel!;
  const sizes = new Float64Array(channels);
  for (let i = 0; i < kernel.length; i++) {
    sizes[Math.floor((i * channels) / kernel.length)]! += Math.abs(kernel[i]!);
  }
  const next = spec.layers[layer + 1];
  if (next?.kind !== 'batch-norm') return sizes;
  const { gamma, variance } = weights[layer + 1]!;
  const epsilon = next.epsilon ?? DEFAULTS.epsilon;
  return sizes.map((size, c) => (size * Math.abs(gamma![c]!)) / Math.sqrt(variance![c]! + epsilon));
}
