import { type SyntheticGraph } from '../graph';
import { type Kind, pick, picture, signal, vector } from '../kind';

/** A part of the input, along each dimension from one index to before another, by steps. */
export function sliced(
  graph: SyntheticGraph,
  begin: readonly number[],
  end: readonly number[],
  by: readonly number[] = begin.map(() => 1),
): SyntheticGraph {
  const shape = begin.map((from, axis) => Math.ceil((end[axis]! - from) / by[axis]!));
  const options = {
    beginMask: 0,
    endMask: 0,
    ellipsisMask: 0,
    newAxisMask: 0,
    shrinkAxisMask: 0,
    offset: false,
  };
  const inputs = [graph.last, graph.ints(...begin), graph.ints(...end), graph.ints(...by)];
  return graph.add('STRIDED_SLICE', inputs, options, shape);
}

/** These, side by side along an axis. */
export function joined(
  graph: SyntheticGraph,
  parts: readonly number[],
  shapes: readonly (readonly number[])[],
  axis: number,
): SyntheticGraph {
  const shape = shapes[0]!.map((extent, i) =>
    i === axis ? shapes.reduce((sum, each) => sum + each[axis]!, 0) : extent,
  );
  return graph.add('CONCATENATION', parts, { axis, activation: 'NONE' }, shape);
}

function padded(graph: SyntheticGraph, [before, after]: readonly [number, number]): SyntheticGraph {
  const { shape } = graph;
  const sides = shape.flatMap((extent, axis) =>
    axis === 0 || axis === 3 || extent === 1 ? [0, 0] : [before, after],
  );
  const amounts = graph.tensor([4, 2], { type: 'int32' }, Int32Array.from(sides));
  const grown = shape.map((extent, axis) => extent + sides[2 * axis]! + sides[2 * axis + 1]!);
  return graph.add('PAD', [graph.last, amounts], {}, grown);
}

function transposed(graph: SyntheticGraph, order: readonly number[]): SyntheticGraph {
  const shape = order.map((axis) => graph.shape[axis]!);
  return graph.add('TRANSPOSE', [graph.last, graph.ints(...order)], {}, shape);
}

/** Into equal parts, and in another order together again. */
function shuffled(graph: SyntheticGraph, axis: number, parts: number): SyntheticGraph {
  const shape = graph.shape.map((extent, i) => (i === axis ? extent / parts : extent));
  const outputs = Array.from({ length: parts }, () => ({ shape }));
  const split = graph.operator('SPLIT', [graph.ints(axis), graph.last], { parts }, ...outputs);
  return joined(
    graph,
    [...split].reverse(),
    outputs.map(() => shape),
    axis,
  );
}

/** The same along a whole axis, which goes and comes back. */
function unpacked(graph: SyntheticGraph, axis: number): SyntheticGraph {
  const { shape } = graph;
  const part = shape.filter((_, i) => i !== axis);
  const outputs = Array.from({ length: shape[axis]! }, () => ({ shape: part }));
  const parts = graph.operator('UNPACK', [graph.last], { axis }, ...outputs);
  return graph.add('PACK', [...parts].reverse(), { axis }, shape);
}

function resized(
  graph: SyntheticGraph,
  rows: number,
  columns: number,
  halfPixelCenters: boolean,
): SyntheticGraph {
  const options = { alignCorners: false, halfPixelCenters };
  const shape = [1, rows, columns, graph.shape[3]!];
  return graph.add('RESIZE_NEAREST_NEIGHBOR', [graph.last, graph.ints(rows, columns)], options, shape);
}

const even = (variant: number): readonly number[] => [
  1,
  pick([8, 6, 10, 4], variant),
  pick([6, 8, 4, 12], variant),
  pick([4, 8, 12, 6, 16, 24, 48], variant),
];

/** Layers that only move values. */
export const MOVING: readonly Kind[] = [
  {
    name: 'padding',
    start: picture,
    add: (graph, v) =>
      padded(
        graph,
        pick(
          [
            [1, 1],
            [0, 1],
            [2, 2],
          ] as const,
          v,
        ),
      ),
  },
  {
    name: 'padding of a signal',
    start: signal,
    add: (graph, v) =>
      padded(
        graph,
        pick(
          [
            [2, 2],
            [4, 0],
            [1, 0],
          ] as const,
          v,
        ),
      ),
  },
  {
    name: 'transposition of rows and columns',
    start: picture,
    add: (graph) => transposed(graph, [0, 2, 1, 3]),
  },
  {
    name: 'transposition of channels',
    start: picture,
    add: (graph, v) =>
      transposed(
        graph,
        pick(
          [
            [0, 3, 1, 2],
            [0, 1, 3, 2],
          ] as const,
          v,
        ),
      ),
  },
  {
    name: 'concatenation with itself',
    start: picture,
    add: (graph, v) =>
      joined(graph, [graph.last, graph.last], [graph.shape, graph.shape], v % 2 === 0 ? 3 : 1),
  },
  {
    name: 'concatenation of vectors',
    start: vector,
    add: (graph) =>
      joined(graph, [graph.last, graph.last, graph.last], [graph.shape, graph.shape, graph.shape], 1),
  },
  {
    name: 'slice of rows',
    start: (v) => [1, pick([16, 20, 12], v), ...even(v).slice(2)],
    add: (graph) => sliced(graph, [0, 1, 0, 0], graph.shape),
  },
  {
    name: 'slice of columns and channels',
    start: even,
    add: (graph, v) => {
      const end = graph.shape;
      return sliced(graph, end[3]! > 2 ? [0, 0, v % 2, v % 3] : [0, 0, 0, 0], end);
    },
  },
  {
    name: 'slice by steps',
    start: (v) => [1, 24, 16, pick([4, 8, 3, 16], v)],
    add: (graph, v) =>
      sliced(
        graph,
        [0, 0, 0, 0],
        graph.shape,
        pick(
          [
            [1, 2, 1, 1],
            [1, 1, 2, 1],
            [1, 1, 1, 2],
          ] as const,
          v,
        ),
      ),
  },
  { name: 'split of channels', start: even, add: (graph) => shuffled(graph, 3, 2) },
  { name: 'split of rows', start: even, add: (graph) => shuffled(graph, 1, 2) },
  {
    name: 'split of a vector',
    start: (v) => [1, pick([48, 24, 96, 12], v)],
    add: (graph) => shuffled(graph, 1, 3),
  },
  { name: 'unpacking of rows', start: even, add: (graph, v) => unpacked(graph, pick([1, 2], v)) },
  {
    name: 'nearest, twice as large',
    start: (v) => [1, pick([4, 3, 5], v), pick([4, 6, 3], v), pick([4, 8, 16, 6, 3], v)],
    add: (graph) =>
      graph.shape[1]! > 30
        ? resized(graph, graph.shape[1]!, graph.shape[2]!, false)
        : resized(graph, 2 * graph.shape[1]!, 2 * graph.shape[2]!, false),
  },
  {
    name: 'nearest, of other sizes',
    start: (v) => [1, pick([9, 7, 12], v), pick([10, 6, 5], v), pick([4, 3, 8, 24], v)],
    add: (graph, v) => resized(graph, pick([13, 20, 10], v), pick([15, 9, 16], v), v % 2 === 0),
  },
];
