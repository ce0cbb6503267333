import { bytesPerElement } from '../graph/element-types';
import { Subgraph } from '../graph/model.types';
import { buffersOf, Overlaps, TensorBuffer, tracksOf } from './buffers';
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
  /** No plan for this order of steps, these takeovers and overlaps is smaller; equal to `bytes` where the plan is optimal. */
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

/**
 * Plans the arena of a subgraph: what is needed in the same step never overlaps, but for an output that may follow in
 * the track of its input. The same graph and needs give the same plan.
 */
export function planArena(graph: Subgraph, { scratch, overlaps }: ArenaNeeds = NO_NEEDS): ArenaPlan {
  const tensors = buffersOf(graph);
  const extra = [...scratch]
    .filter(([, bytes]) => bytes > 0)
    .map(([step, bytes]) => ({ bytes, firstStep: step, lastStep: step, tensors: [] }));
  const own = [...tensors, ...extra];
  const tracks = tracksOf(graph, tensors, overlaps);
  const alignment = Math.max(
    WORD_BYTES,
    ...tensors.map(({ tensors: [first] }) => bytesPerElement(graph.tensors[first!]!.type)),
  );
  const buffers = own.map((buffer) => ({
    ...buffer,
    bytes: Math.ceil(buffer.bytes / alignment) * alignment,
  }));
  const { offsets, bytes } = placeBuffers(buffers, tracks);
  const placed = buffers.map((buffer, i) => ({ ...buffer, offset: offsets[i]! }));
  return {
    bytes,
    lowerBound: lowerBound(buffers, tracks),
    bytesUnshared: buffers.reduce(
      (sum, buffer) => sum + buffer.bytes * Math.max(1, buffer.tensors.length),
      0,
    ),
    buffers: placed,
    offsets: new Map(
      placed.flatMap((buffer) => buffer.tensors.map((tensor) => [tensor, buffer.offset] as const)),
    ),
    scratch: new Map(placed.slice(tensors.length).map(({ firstStep, offset }) => [firstStep, offset])),
  };
}
