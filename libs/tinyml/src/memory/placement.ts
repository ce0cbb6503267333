import { Buffer } from './buffers';

/** Where each buffer lies, in the order given, and how many bytes all of them span. */
export interface Placement {
  readonly offsets: readonly number[];
  readonly bytes: number;
}

/** Greatest sum of bytes that are needed in one step: no placement is smaller. */
export function lowerBound(buffers: readonly Buffer[]): number {
  const changes = new Map<number, number>();
  const change = (step: number, bytes: number): void => {
    changes.set(step, (changes.get(step) ?? 0) + bytes);
  };
  for (const { bytes, firstStep, lastStep } of buffers) {
    change(firstStep, bytes);
    change(lastStep + 1, -bytes);
  }
  let live = 0;
  let most = 0;
  for (const step of [...changes.keys()].sort((a, b) => a - b)) {
    live += changes.get(step)!;
    most = Math.max(most, live);
  }
  return most;
}

/**
 * Offsets such that no two buffers needed in the same step share a byte: greedy by size, each buffer into the smallest
 * gap that holds it between those already placed (Pisarchyk and Lee, "Efficient memory management for deep neural net
 * inference", 2020). Where that stays above the lower bound, greedy by the time of need, and from both ends in turn,
 * which is optimal for chains of layers, are tried too, and the smallest is taken. The same buffers give the same offsets.
 */
export function placeBuffers(buffers: readonly Buffer[]): Placement {
  const bound = lowerBound(buffers);
  let best = placeInOrder(buffers, (a, b) => b.bytes - a.bytes);
  if (best.bytes > bound) {
    const byNeed = placeInOrder(buffers, (a, b) => span(b) - span(a) || b.bytes - a.bytes);
    for (const other of [byNeed, placeFromEnds(buffers, bound)]) if (other.bytes < best.bytes) best = other;
  }
  return best;
}

/** In order of first need, by turns at the lower and the upper end of `bound` bytes; infinite where they do not fit. */
function placeFromEnds(buffers: readonly Buffer[], bound: number): Placement {
  const order = buffers
    .map((_, i) => i)
    .sort((i, j) => buffers[i]!.firstStep - buffers[j]!.firstStep || i - j);
  const offsets = new Array<number>(buffers.length).fill(0);
  const placed: number[] = [];
  for (const [turn, i] of order.entries()) {
    const { bytes } = buffers[i]!;
    const offset = turn % 2 === 0 ? 0 : bound - bytes;
    for (const j of placed) {
      const apart = offset + bytes <= offsets[j]! || offsets[j]! + buffers[j]!.bytes <= offset;
      if (!apart && meet(buffers[i]!, buffers[j]!)) return { offsets, bytes: Infinity };
    }
    offsets[i] = offset;
    placed.push(i);
  }
  return { offsets, bytes: bound };
}

function span({ firstStep, lastStep }: Buffer): number {
  return lastStep - firstStep;
}

function placeInOrder(buffers: readonly Buffer[], compare: (a: Buffer, b: Buffer) => number): Placement {
  const order = buffers.map((_, i) => i).sort((i, j) => compare(buffers[i]!, buffers[j]!) || i - j);
  const offsets = new Array<number>(buffers.length).fill(0);
  const placed: number[] = [];
  let bytes = 0;
  for (const i of order) {
    const neighbours = placed.filter((j) => meet(buffers[i]!, buffers[j]!));
    const offset = smallestGap(buffers, offsets, neighbours, buffers[i]!.bytes);
    offsets[i] = offset;
    const after = placed.findIndex((j) => offsets[j]! > offset);
    placed.splice(after === -1 ? placed.length : after, 0, i);
    bytes = Math.max(bytes, offset + buffers[i]!.bytes);
  }
  return { offsets, bytes };
}

function meet(a: Buffer, b: Buffer): boolean {
  return a.firstStep <= b.lastStep && b.firstStep <= a.lastStep;
}

/** The start of the smallest gap between neighbours (in order of offset), else the end of the last of them. */
function smallestGap(
  buffers: readonly Buffer[],
  offsets: readonly number[],
  neighbours: readonly number[],
  bytes: number,
): number {
  let end = 0;
  let best: number | undefined;
  let smallest = Infinity;
  for (const j of neighbours) {
    const gap = offsets[j]! - end;
    if (gap >= bytes && gap < smallest) {
      smallest = gap;
      best = end;
    }
    end = Math.max(end, offsets[j]! + buffers[j]!.bytes);
  }
  return best ?? end;
}
