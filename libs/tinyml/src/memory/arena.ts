import { bytesPerElement } from '../graph/element-types';
import { Subgraph } from '../graph/model.types';
import { buffersOf, Overlaps, TensorBuffer } from './buffers';
import { lowerBound, placeBuffers } from './placement';

/** Offsets are multiples of this: a device reads four 8-bit values as one word. */
const WORD_BYTES = 4;

/** A buffer with its place in the arena. */
export interface PlacedBuffer extends TensorBuffer {
  /** Bytes from the arena's start. */
  readonly offset: number;
}

/** One piece of memory for everything that a run computes. */
export interface ArenaPlan {
  readonly bytes: number;
  /** No plan for this order of steps and these takeovers is smaller; equal to `bytes` where the plan is optimal. */
  readonly lowerBound: number;
  /** What every tensor in memory of its own would take. */
  readonly bytesUnshared: number;
  readonly buffers: readonly PlacedBuffer[];
  /** Bytes from the arena's start, by tensor index; constants have none. */
  readonly offsets: ReadonlyMap<number, number>;
  /** Bytes from the arena's start to what an operator asked for beside its operands, by operator index. */
  readonly scratch: ReadonlyMap<number, number>;
}

/** What operators need of their memory, or allow, by their index. */
export interface ArenaNeeds {
  /** Bytes beside the operands, while the operator runs. */
  readonly scratch: ReadonlyMap<number, number>;
  readonly overlaps: Overlaps;
}

const NO_NEEDS: ArenaNeeds = { scratch: new Map(), overlaps: new Map() };

/** Trying every overlap without each other one costs the square of their number. */
const MOST_OVERLAPS_TRIED = 64;

/**
 * Plans the arena of a subgraph: what is needed in the same step never overlaps, but for an output that may follow in
 * the track of its input. Of these overlaps those are used that make the arena smaller: all, none, or all but a few. The
 * same graph and needs give the same plan.
 */
export function planArena(graph: Subgraph, { scratch, overlaps }: ArenaNeeds = NO_NEEDS): ArenaPlan {
  let best = planWith(graph, scratch, new Map());
  if (overlaps.size === 0) return best;
  let used = new Map(overlaps);
  let plan = planWith(graph, scratch, used);
  for (const node of overlaps.size > MOST_OVERLAPS_TRIED ? [] : overlaps.keys()) {
    const without = new Map([...used].filter(([index]) => index !== node));
    const other = planWith(graph, scratch, without);
    if (other.bytes <= plan.bytes) [used, plan] = [without, other];
  }
  if (plan.bytes < best.bytes) best = plan;
  return best;
}

function planWith(graph: Subgraph, scratch: ArenaNeeds['scratch'], overlaps: Overlaps): ArenaPlan {
  const tensors = buffersOf(graph, overlaps);
  const extra = [...scratch]
    .filter(([, bytes]) => bytes > 0)
    .map(([step, bytes]) => ({ bytes, firstStep: step, lastStep: step, tensors: [], places: [] }));
  const own = [...tensors, ...extra];
  const alignment = Math.max(
    WORD_BYTES,
    ...tensors.map(({ tensors: [first] }) => bytesPerElement(graph.tensors[first!]!.type)),
  );
  const buffers = own.map((buffer) => ({
    ...buffer,
    bytes: Math.ceil(buffer.bytes / alignment) * alignment,
  }));
  const { offsets, bytes } = placeBuffers(buffers);
  const placed = buffers.map((buffer, i) => ({ ...buffer, offset: offsets[i]! }));
  return {
    bytes,
    lowerBound: lowerBound(buffers),
    bytesUnshared: buffers.reduce(
      (sum, buffer) => sum + buffer.bytes * Math.max(1, buffer.tensors.length),
      0,
    ),
    buffers: placed,
    offsets: new Map(
      placed.flatMap((buffer) =>
        buffer.tensors.map((tensor, i) => [tensor, buffer.offset + buffer.places[i]!] as const),
      ),
    ),
    scratch: new Map(placed.slice(tensors.length).map(({ firstStep, offset }) => [firstStep, offset])),
  };
}
