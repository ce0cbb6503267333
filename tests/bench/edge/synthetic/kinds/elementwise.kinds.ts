import { stored, type SyntheticGraph, type Values, WIDE } from '../graph';
import { type Kind, pick, picture, vector, withDepth } from '../kind';

type Name = 'ADD' | 'SUB' | 'MUL' | 'MAXIMUM' | 'MINIMUM';

/** Quantisations of second operands and results, as networks have them: most scales differ. */
const OTHERS = [stored(0.03, 4), stored(0.05, -128), stored(0.08, -30), stored(0.012, 0)];
const RESULTS = [stored(0.07, -12), stored(0.05, -128), stored(0.11, 31)];
const WIDE_OTHERS = [stored(0.0007, 0, 'int16'), WIDE, stored(0.0021, 0, 'int16')];
const WIDE_RESULTS = [stored(0.0016, 0, 'int16'), WIDE];

/** Greater and lesser values are of one quantisation. */
const choosing = (name: Name): boolean => name === 'MAXIMUM' || name === 'MINIMUM';

function optionsOf(name: Name): Readonly<Record<string, boolean | string>> {
  if (choosing(name)) return {};
  return { activation: 'NONE', ...(name === 'MUL' ? {} : { powerOfTwoScales: false }) };
}

function quantizations(graph: SyntheticGraph, name: Name, variant: number): readonly [Values, Values] {
  const { values } = graph;
  if (choosing(name)) return [values, values];
  const wide = values.type === 'int16';
  return [pick(wide ? WIDE_OTHERS : OTHERS, variant), pick(wide ? WIDE_RESULTS : RESULTS, variant)];
}

/** With a constant of the same shape, or of another that broadcasts. */
export function pair(
  graph: SyntheticGraph,
  name: Name,
  variant: number,
  shape = graph.shape,
): SyntheticGraph {
  const [other, result] = quantizations(graph, name, variant);
  const inputs = [graph.last, graph.constant(shape, other)];
  return graph.add(name, inputs, optionsOf(name), graph.shape, result);
}

/** With what the graph computed before. */
export function pairOf(
  graph: SyntheticGraph,
  name: Name,
  first: number,
  second: number,
  variant: number,
): SyntheticGraph {
  const [, result] = quantizations(graph.from(first), name, variant);
  return graph.add(name, [first, second], optionsOf(name), graph.shape, result);
}

/** One value for each channel, for each row, or for all. */
const narrower = ({ shape }: SyntheticGraph, variant: number): readonly number[] =>
  pick(
    [[1, 1, 1, shape[3]!], [1, shape[1]!, 1, 1], [1, 1, shape[2]!, shape[3]!], [1]] as const,
    Math.floor(variant / 2),
  );

const NAMES = ['ADD', 'SUB', 'MUL', 'MAXIMUM', 'MINIMUM'] as const;

/** Functions of two operands, value by value. */
export const ELEMENTWISE: readonly Kind[] = [
  ...NAMES.flatMap((name): readonly Kind[] => [
    { name, start: picture, add: (graph, v) => pair(graph, name, v) },
    {
      name: `${name}, broadcasting`,
      start: picture,
      add: (graph, v) => pair(graph, name, v, narrower(graph, v)),
    },
    {
      name: `${name} of 16 bits, broadcasting`,
      start: (v) => withDepth(picture(v), 4),
      values: WIDE,
      add: (graph, v) => pair(graph, name, v, narrower(graph, v)),
    },
    {
      name: `${name} of 16 bits`,
      start: (v) => withDepth(picture(v), 4),
      values: WIDE,
      add: (graph, v) => pair(graph, name, v),
    },
  ]),
  ...(['ADD', 'MUL'] as const).map((name): Kind => ({
    name: `${name} of a vector`,
    start: vector,
    add: (graph, v) => pair(graph, name, v),
  })),
  {
    name: 'MUL by itself',
    start: picture,
    add: (graph, v) => pairOf(graph, 'MUL', graph.last, graph.last, v),
  },
  {
    name: 'ADD to itself',
    start: picture,
    add: (graph, v) => pairOf(graph, 'ADD', graph.last, graph.last, v),
  },
];
