import { Buffer, Track } from './buffers';

/** Where each buffer lies, in the order given, and how many bytes all of them span. */
export interface Placement {
  readonly offsets: readonly number[];
  readonly bytes: number;
}

/** Greatest sum of bytes that are needed in one step, less what may overlap there: no placement is smaller. */
export function lowerBound(buffers: readonly Buffer[], tracks: readonly Track[] = []): number {
  const changes = new Map<number, number>();
  const change = (step: number, bytes: number): void => {
    changes.set(step, (changes.get(step) ?? 0) + bytes);
  };
  for (const { bytes, firstStep, lastStep } of buffers) {
    change(firstStep, bytes);
    change(lastStep + 1, -bytes);
  }
  for (const { input, output, shift, step } of tracks) {
    const [from, to] = [buffers[input]!.bytes, buffers[output]!.bytes];
    const saved = Math.max(0, from + to - Math.max(to, from + shift));
    change(step, -saved);
    change(step + 1, saved);
  }
  let live = 0;
  let most = 0;
  for (const step of [...changes.keys()].sort((a, b) => a - b)) {
    live += changes.get(step)!;
    most = Math.max(most, live);
  }
  return most;
}

type Order = (a: Buffer, b: Buffer) => number;

/** In which buffers are placed; the first that meets the bound is taken, else the best. */
const ORDERS: readonly Order[] = [
  (a, b) => b.bytes - a.bytes,
  (a, b) => span(b) - span(a) || b.bytes - a.bytes,
  (a, b) => briefLast(a, b) || b.firstStep - a.firstStep || b.bytes - a.bytes,
  (a, b) => briefLast(a, b) || a.firstStep - b.firstStep || b.bytes - a.bytes,
];

/** What is needed in one step alone finds a place beside everything else. */
function briefLast(a: Buffer, b: Buffer): number {
  return Number(span(a) === 0) - Number(span(b) === 0);
}

/**
 * Offsets such that no two buffers needed in the same step share a byte, but for tracks: greedy by size, each buffer into
 * the smallest gap that holds it between those already placed (Pisarchyk and Lee, "Efficient memory management for deep
 * neural net inference", 2020). Where that stays above the lower bound, greedy by the time of need, forwards and
 * backwards through time, and from both ends in turn, which is optimal for chains without tracks, are tried too, and the
 * smallest is taken. The same buffers give the same offsets.
 */
export function placeBuffers(buffers: readonly Buffer[], tracks: readonly Track[] = []): Placement {
  const bound = lowerBound(buffers, tracks);
  const attempts = [
    ...ORDERS.map((order) => () => placeInOrder(buffers, tracks, order, smallestGap)),
    () => placeFromEnds(buffers, lowerBound(buffers)),
    ...(tracks.length === 0
      ? []
      : [
          ...ORDERS.map((order) => () => placeInOrder(buffers, tracks, order, lowestGap)),
          ...ORDERS.map((order) => () => placeInOrder(buffers, [], order, smallestGap)),
        ]),
  ];
  let best = attempts[0]!();
  for (const attempt of attempts.slice(1)) {
    if (best.bytes <= bound) break;
    const other = attempt();
    if (other.bytes < best.bytes) best = other;
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

function placeInOrder(
  buffers: readonly Buffer[],
  tracks: readonly Track[],
  compare: Order,
  gapOf: (taken: readonly Interval[]) => number,
): Placement {
  const order = buffers.map((_, i) => i).sort((i, j) => compare(buffers[i]!, buffers[j]!) || i - j);
  const offsets = new Array<number>(buffers.length).fill(0);
  const placed: number[] = [];
  let bytes = 0;
  for (const i of order) {
    const taken = placed
      .filter((j) => meet(buffers[i]!, buffers[j]!))
      .map((j) => forbidden(buffers, tracks, i, { index: j, offset: offsets[j]! }));
    offsets[i] = gapOf(taken);
    placed.push(i);
    bytes = Math.max(bytes, offsets[i]! + buffers[i]!.bytes);
  }
  return { offsets, bytes };
}

/** Offsets between these two, ends not included, are not free. */
type Interval = readonly [from: number, to: number];

/** Where buffer `i` cannot begin because of one that lies at `offset`. */
function forbidden(
  buffers: readonly Buffer[],
  tracks: readonly Track[],
  i: number,
  { index, offset }: { readonly index: number; readonly offset: number },
): Interval {
  const [own, other] = [buffers[i]!.bytes, buffers[index]!.bytes];
  const before = tracks.find(({ input, output }) => output === i && input === index);
  if (before !== undefined) return [Math.max(offset - own, offset - before.shift), offset + other];
  const behind = tracks.find(({ input, output }) => input === i && output === index);
  return [
    offset - own,
    behind === undefined ? offset + other : Math.min(offset + other, offset + behind.shift),
  ];
}

function meet(a: Buffer, b: Buffer): boolean {
  return a.firstStep <= b.lastStep && b.firstStep <= a.lastStep;
}

/** The start of the gap with least room between forbidden offsets, else the end of the last of them. */
function smallestGap(taken: readonly Interval[]): number {
  let end = 0;
  let best: number | undefined;
  let least = Infinity;
  for (const [from, to] of [...taken].sort((a, b) => a[0] - b[0])) {
    if (from >= end && from - end < least) {
      least = from - end;
      best = end;
    }
    end = Math.max(end, to);
  }
  return best ?? end;
}

/** The lowest offset that is not forbidden. */
function lowestGap(taken: readonly Interval[]): number {
  let end = 0;
  for (const [from, to] of [...taken].sort((a, b) => a[0] - b[0])) {
    if (from >= end) return end;
    end = Math.max(end, to);
  }
  return end;
}
