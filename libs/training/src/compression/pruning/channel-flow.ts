import { LayerSpec, Network } from '../../network/network.types';
import { shapesOf } from '../../network/shapes';

/** A layer whose channels can be taken out, and who they reach. */
export interface PrunableLayer {
  readonly layer: number;
  readonly channels: number;
  /** Layers that work on each channel by itself, in order: their channel arrays shrink too. */
  readonly through: readonly number[];
  /** The layer that mixes the channels: the last axis of its kernel shrinks. */
  readonly reader: number;
}

const PRODUCING: readonly LayerSpec['kind'][] = ['dense', 'conv-1d', 'conv-2d'];
const MIXING: readonly LayerSpec['kind'][] = [...PRODUCING, 'gru'];

/**
 * Layers whose channels (neurons, filters) can be removed without changing what the others mean. Wherever they go until they
 * are mixed again, element i of the last axis belongs to channel i modulo `channels`, flattened or not; where a reshape breaks
 * that, or where channels reach the network's end, the layer is left out. Recurrent units are never taken out.
 */
export function prunableLayers({ spec }: Pick<Network, 'spec'>): readonly PrunableLayer[] {
  const shapes = shapesOf(spec);
  return spec.layers.flatMap((layer, index) => {
    if (!PRODUCING.includes(layer.kind)) return [];
    const channels = shapes[index + 1]!.at(-1)!;
    const reader = spec.layers.findIndex((later, i) => i > index && MIXING.includes(later.kind));
    if (reader === -1) return [];
    const through = spec.layers.slice(index + 1, reader).map((_, i) => index + 1 + i);
    const intact = through.every((i) => shapes[i + 1]!.at(-1)! % channels === 0);
    return intact ? [{ layer: index, channels, through, reader }] : [];
  });
}
