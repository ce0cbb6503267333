import { AppError } from '@fettle/kernel';
import { LayerSpec, Network } from '../../network/network.types';
import { PrunableLayer, prunableLayers } from './channel-flow';

type Numbers = Readonly<Record<string, Float32Array>>;

/**
 * The network without these channels of one layer: arrays are smaller from there to the layer that mixes them. Where the
 * channels were zero in every run, the network computes what it computed. `TRAINING.BAD_PRUNING` where the layer's channels
 * cannot be taken out, or none would be left.
 */
export function removeChannels(network: Network, layer: number, removed: ReadonlySet<number>): Network {
  const flow = prunableLayers(network).find((prunable) => prunable.layer === layer);
  if (flow === undefined) {
    throw new AppError('TRAINING.BAD_PRUNING', `channels of layer ${layer} cannot be taken out`);
  }
  const stays = Array.from({ length: flow.channels }, (_, channel) => !removed.has(channel));
  const kept = stays.filter(Boolean).length;
  if (kept === 0) throw new AppError('TRAINING.BAD_PRUNING', `layer ${layer} would be left without channels`);
  if (kept === flow.channels) return network;
  return {
    spec: {
      ...network.spec,
      layers: network.spec.layers.map((spec, index) => shrunkSpec(spec, index, flow, kept)),
    },
    weights: network.weights.map((numbers, index) => shrunkNumbers(numbers, index, flow, stays)),
  };
}

function shrunkSpec(spec: LayerSpec, index: number, flow: PrunableLayer, kept: number): LayerSpec {
  if (index === flow.layer) {
    return spec.kind === 'dense' ? { ...spec, units: kept } : ({ ...spec, filters: kept } as LayerSpec);
  }
  if (spec.kind !== 'reshape' || !flow.through.includes(index)) return spec;
  const last = spec.shape.at(-1)!;
  return { ...spec, shape: [...spec.shape.slice(0, -1), (last / flow.channels) * kept] };
}

/** A layer's own channels come first in its arrays; in all arrays that follow, and the reader's kernel, they alternate. */
function shrunkNumbers(
  numbers: Numbers,
  index: number,
  { layer, channels, through, reader }: PrunableLayer,
  stays: readonly boolean[],
): Numbers {
  const alternating = (values: Float32Array): Float32Array => values.filter((_, i) => stays[i % channels]);
  if (index === reader) return { ...numbers, kernel: alternating(numbers.kernel!) };
  const own = (values: Float32Array): Float32Array =>
    values.filter((_, i) => stays[Math.floor((i * channels) / values.length)]);
  const shrink = index === layer ? own : through.includes(index) ? alternating : undefined;
  if (shrink === undefined) return numbers;
  return Object.fromEntries(Object.entries(numbers).map(([role, values]) => [role, shrink(values)]));
}
