import { AppError } from '@fettle/kernel';
import { wholeNumber } from '../../network/errors';
import { Network } from '../../network/network.types';
import { prunableLayers } from './channel-flow';
import { CriterionKind, criterion } from './criteria/registry';
import { removeChannels } from './remove-channels';

export interface PruneOptions {
  /** Share of the channels of each layer to take out, in [0, 1). */
  readonly ratio: number;
  /** `l1` unless given. */
  readonly criterion?: CriterionKind;
  /** Inputs of the network, for criteria that look at values. */
  readonly samples?: Float32Array;
  /** What stays is a multiple of this, or all there is: devices sum four at a time. 1 unless given. */
  readonly multiple?: number;
}

/** What was taken out of one layer. */
export interface PrunedLayer {
  readonly layer: number;
  readonly kind: string;
  readonly before: number;
  readonly after: number;
}

export interface PrunedNetwork {
  readonly network: Network;
  readonly layers: readonly PrunedLayer[];
}

/**
 * The network without the channels that matter least, the same share in every layer that can lose any, never the last one of a
 * layer. Smaller arrays, not zeros. Equal importance: the later channel goes. `TRAINING.BAD_PRUNING` for a ratio out of range.
 */
export function prune(network: Network, options: PruneOptions): PrunedNetwork {
  const prunable = prunableLayers(network);
  const counts = prunable.map(({ channels }) => keptOf(channels, options.ratio, options.multiple ?? 1));
  return pruneTo(network, counts, options);
}

/**
 * The same in equal rounds, each followed by `recover`, which trains what is left: importance is looked at anew each round.
 * The layers' first and last sizes are reported.
 */
export async function pruneByRounds(
  network: Network,
  { rounds, ...options }: PruneOptions & { readonly rounds: number },
  recover: (network: Network, round: number) => Promise<Network>,
): Promise<PrunedNetwork> {
  wholeNumber('rounds', rounds);
  const before = prunableLayers(network);
  let now = network;
  for (let round = 1; round <= rounds; round++) {
    const ratio = (options.ratio * round) / rounds;
    const counts = before.map(({ channels }) => keptOf(channels, ratio, options.multiple ?? 1));
    now = await recover(pruneTo(now, counts, options).network, round);
  }
  const after = prunableLayers(now);
  return { network: now, layers: before.map((prunable, i) => change(network, prunable, after[i]!.channels)) };
}

/** How many channels stay; refuses ratios and multiples that mean nothing. */
export function keptOf(channels: number, ratio: number, multiple: number): number {
  if (!(ratio >= 0 && ratio < 1))
    throw new AppError('TRAINING.BAD_PRUNING', `a ratio in [0, 1), not ${ratio}`);
  if (!Number.isInteger(multiple) || multiple < 1) {
    throw new AppError('TRAINING.BAD_PRUNING', `a multiple of at least 1, not ${multiple}`);
  }
  const wanted = Math.max(1, Math.round((channels * (1 - ratio)) / multiple)) * multiple;
  return Math.min(channels, wanted);
}

/** Down to these numbers of channels, for each prunable layer in order; all importances are of the network as it comes. */
function pruneTo(network: Network, counts: readonly number[], options: PruneOptions): PrunedNetwork {
  const prunable = prunableLayers(network);
  const samples = options.samples ?? new Float32Array(0);
  const importance = criterion(options.criterion ?? 'l1').importance(network, prunable, samples);
  const pruned = prunable.reduce((now, { layer, channels }, i) => {
    const ranked = Array.from({ length: channels }, (_, channel) => channel).sort(
      (a, b) => importance[i]![b]! - importance[i]![a]! || a - b,
    );
    return removeChannels(now, layer, new Set(ranked.slice(counts[i])));
  }, network);
  return { network: pruned, layers: prunable.map((each, i) => change(network, each, counts[i]!)) };
}

function change(
  { spec }: Network,
  { layer, channels }: { readonly layer: number; readonly channels: number },
  after: number,
): PrunedLayer {
  return { layer, kind: spec.layers[layer]!.kind, before: channels, after };
}
