import { Network } from '../../../network/network.types';
import { PrunableLayer } from '../channel-flow';

/** Says which channels a network can best do without. */
export interface Criterion {
  readonly name: string;
  /**
   * For each prunable layer how much every channel matters, 0 where it does not at all; comparable within a layer only.
   * `samples` are inputs of the network, one after the other.
   */
  importance(
    network: Network,
    layers: readonly PrunableLayer[],
    samples: Float32Array,
  ): readonly Float64Array[];
}
