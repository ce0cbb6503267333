import { bytesPerElement } from '../graph/element-types';
import { Subgraph } from '../graph/model.types';
import { buffersOf, TensorBuffer } from './buffers';
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
}

/** Plans the arena of a subgraph: tensors needed in the same step never overlap, and the same graph gives the same plan. */
export function planArena(graph: Subgraph): ArenaPlan {
  const own = buffersOf(graph);
  const alignment = Math.max(
    WORD_BYTES,
    ...own.map(({ tensors }) => bytesPerElement(graph.tensors[tensors[0]!]!.type)),
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
    bytesUnshared: buffers.reduce((sum, buffer) => sum + buffer.bytes * buffer.tensors.length, 0),
    buffers: placed,
    offsets: new Map(
      placed.flatMap(({ tensors, offset }) => tensors.map((tensor) => [tensor, offset] as const)),
    ),
  };
}
