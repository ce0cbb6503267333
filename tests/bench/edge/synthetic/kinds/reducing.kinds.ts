import { stored, type SyntheticGraph, WIDE } from '../graph';
import { filter, type Kind, pick, picture, stride } from '../kind';
import { type Padding, strides, windowed } from '../windows';

export function pool(
  graph: SyntheticGraph,
  kind: 'AVERAGE' | 'MAX',
  size: readonly [number, number],
  step: number,
  padding: Padding,
): SyntheticGraph {
  const [rows, columns] = windowed(graph, size, step, padding);
  const [filterHeight, filterWidth] = size;
  const options = { ...strides(step, padding), filterHeight, filterWidth, activation: 'NONE' };
  return graph.add(`${kind}_POOL_2D`, [graph.last], options, [1, rows, columns, graph.shape[3]!]);
}

/** One value of all along some axes, which stay as extents of 1 so that another layer can follow. */
export function reduced(
  graph: SyntheticGraph,
  name: 'MEAN' | 'REDUCE_MAX' | 'REDUCE_MIN',
  ...axes: readonly number[]
): SyntheticGraph {
  const shape = graph.shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
  return graph.add(name, [graph.last, graph.ints(...axes)], { keepDimensions: true }, shape);
}

export function softmax(graph: SyntheticGraph, wide = false): SyntheticGraph {
  const fine =
    graph.values.type === 'int16' ? stored(1 / 32768, 0, 'int16') : stored(1 / 65536, -32768, 'int16');
  const values = wide ? fine : stored(1 / 256, -128);
  return graph.add('SOFTMAX', [graph.last], { beta: 1 }, graph.shape, values);
}

/** Pictures of several rows, columns and channels, of which any may go. */
const volume = (variant: number): readonly number[] => [
  pick([2, 1, 3, 2], variant),
  pick([4, 8, 6, 5], variant),
  pick([6, 4, 8, 12], variant),
  pick([8, 12, 5, 16, 24], variant),
];
const rows = (variant: number): readonly number[] => [
  pick([1, 1, 3], variant),
  pick([12, 2, 10, 35, 4], variant),
];

/** Axes that go one after the other, until nothing is left. */
const step = (graph: SyntheticGraph, axes: readonly number[]): number =>
  axes.find((axis) => graph.shape[axis]! > 1) ?? axes[0]!;

/** Layers that make fewer values of many. */
export const REDUCING: readonly Kind[] = [
  {
    name: 'average pool',
    start: picture,
    add: (graph, v) => pool(graph, 'AVERAGE', filter(v), stride(graph, v + 6), 'SAME'),
  },
  {
    name: 'average of all',
    start: picture,
    add: (graph) => pool(graph, 'AVERAGE', [graph.shape[1]!, graph.shape[2]!], 1, 'VALID'),
  },
  {
    name: 'max pool',
    start: picture,
    add: (graph, v) => pool(graph, 'MAX', filter(v), stride(graph, v + 6), 'SAME'),
  },
  ...(['AVERAGE', 'MAX'] as const).map((kind): Kind => ({
    name: `${kind} of whole windows`,
    start: (v) => [1, pick([12, 16, 8, 18], v), pick([16, 12, 8], v), pick([8, 4, 16, 3], v)],
    add: (graph, v) => {
      const size = pick(
        [
          [2, 2],
          [2, 2],
          [3, 3],
          [2, 1],
        ] as const,
        v,
      );
      return graph.shape[1]! < 4 || graph.shape[2]! < 4
        ? pool(graph, kind, [1, 1], 1, 'VALID')
        : pool(graph, kind, size, 2, 'VALID');
    },
  })),
  { name: 'mean', start: picture, add: (graph) => reduced(graph, 'MEAN', 1, 2), once: true },
  { name: 'mean of channels', start: picture, add: (graph) => reduced(graph, 'MEAN', 3), once: true },
  {
    name: 'mean, one axis at a time',
    start: volume,
    add: (graph) => reduced(graph, 'MEAN', step(graph, [3, 2, 1, 0])),
  },
  {
    name: 'mean of axes apart',
    start: volume,
    add: (graph, v) => reduced(graph, 'MEAN', ...pick([[1, 3] as const, [0, 2] as const], v)),
    once: true,
  },
  { name: 'means of axes apart', start: (v) => [2, ...volume(v).slice(1)], add: meansApart },
  ...(['REDUCE_MAX', 'REDUCE_MIN'] as const).flatMap((name) => [
    {
      name: `${name} of all rows and columns`,
      start: picture,
      add: (graph: SyntheticGraph) => reduced(graph, name, 1, 2),
      once: true as const,
    },
    {
      name: `${name}, one axis at a time`,
      start: volume,
      add: (graph: SyntheticGraph) => reduced(graph, name, step(graph, [1, 3, 2, 0])),
    },
  ]),
  ...(['REDUCE_MAX', 'REDUCE_MIN'] as const).map((name): Kind => ({
    name: `${name} of 16 bits`,
    start: volume,
    values: WIDE,
    add: (graph) => reduced(graph, name, step(graph, [1, 3, 2, 0])),
  })),
  { name: 'softmax', start: rows, add: (graph) => softmax(graph) },
  {
    name: 'softmax of rows',
    start: (v) => [pick([4, 9, 16, 6, 3], v), pick([5, 10, 3, 12, 8], v)],
    add: (graph) => softmax(graph),
  },
  { name: 'softmax to 16 bits', start: rows, add: (graph) => softmax(graph, true), once: true },
  { name: 'softmax of 16 bits', start: rows, values: WIDE, add: (graph) => softmax(graph, true) },
];

/** Two means, and their product in the shape of before. */
function meansApart(graph: SyntheticGraph): SyntheticGraph {
  const { last, shape } = graph;
  const first = reduced(graph, 'MEAN', 1, 3).last;
  const second = reduced(graph.from(last), 'MEAN', 0, 2).last;
  return graph.add('MUL', [first, second], { activation: 'NONE' }, shape);
}
