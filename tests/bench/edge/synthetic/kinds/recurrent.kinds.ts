import { elementCount } from '@fettle/tinyml';
import { stored, type SyntheticGraph } from '../graph';
import { type Kind, pick } from '../kind';
import { joined, sliced } from './moving.kinds';

const HIDDEN = stored(1 / 128, 2);
const GATES = [0, 1, 2, 3] as const;
/** Operands of an LSTM; those that are left out are -1. */
const OPERANDS = 24;

/** Weights by scale and reach: sums are as large with either, but their factors are below one or above. */
const WEIGHTS = [
  { input: [0.002, 127], hidden: [0.008, 127] },
  { input: [0.006, 40], hidden: [0.04, 25] },
  { input: [0.006, 40], hidden: [0.008, 127] },
] as const;

/** Over a series [1, steps, channels]. */
export function lstm(graph: SyntheticGraph, units: number, variant: number): SyntheticGraph {
  const { input, hidden } = pick(WEIGHTS, variant);
  const [, steps, channels] = graph.shape as readonly [number, number, number];
  const inputs = new Array<number>(OPERANDS).fill(-1);
  inputs[0] = graph.last;
  for (const gate of GATES) {
    inputs[1 + gate] = graph.weights([units, channels], undefined, ...input);
    inputs[5 + gate] = graph.weights([units, units], undefined, ...hidden);
    inputs[12 + gate] = graph.biases(units, 2_000);
  }
  inputs[18] = graph.tensor([1, units], HIDDEN, undefined, true);
  inputs[19] = graph.tensor([1, units], stored(2 ** -11, 0, 'int16'), undefined, true);
  const options = { activation: 'TANH', cellClip: 0, timeMajor: false };
  return graph.add('UNIDIRECTIONAL_SEQUENCE_LSTM', inputs, options, [1, steps, units], HIDDEN);
}

/** Filters over [1, inputs], each as a product over the inputs and one over time. */
function svdf(graph: SyntheticGraph, units: number, memory: number, rank: number): SyntheticGraph {
  const filters = units * rank;
  const inputs = [
    graph.last,
    graph.weights([filters, elementCount(graph.shape)], undefined, 0.006),
    graph.constant([filters, memory], stored(0.00002, 0, 'int16')),
    graph.biases(units),
    graph.tensor([1, filters * memory], stored(0.0002, 0, 'int16'), undefined, true),
  ];
  return graph.add('SVDF', inputs, { rank, activation: 'RELU' }, [1, units], stored(0.05, -4));
}

/** The last frames of a stream, of which each run adds one: [1, frames, ...]. */
function remembered(graph: SyntheticGraph, frames: number): SyntheticGraph {
  const frame = graph.shape;
  const { last, values } = graph;
  const kept = [1, frames - 1, ...frame.slice(2)];
  const options = { container: '', sharedName: `frames before ${last}` };
  const [handle] = graph.operator('VAR_HANDLE', [], options, { shape: [1], values: { type: 'resource' } });
  const [before] = graph.operator('READ_VARIABLE', [handle!], {}, { shape: kept, values });
  joined(graph, [before!, last], [kept, frame], 1);
  const all = graph.last;
  const begin = frame.map((_, axis) => (axis === 1 ? 1 : 0));
  const after = sliced(graph, begin, graph.shape).last;
  graph.operator('ASSIGN_VARIABLE', [handle!, after], {});
  return graph.from(all);
}

const series = (variant: number): readonly number[] => [
  1,
  pick([10, 1, 16, 6, 24, 1], variant),
  pick([3, 8, 6, 16, 12], variant),
];

/** Layers that remember. */
export const RECURRENT: readonly Kind[] = [
  { name: 'LSTM', start: series, add: (graph, v) => lstm(graph, pick([8, 16, 12, 5, 24, 20], v), v) },
  {
    name: 'SVDF',
    start: (v) => [1, pick([40, 16, 64], v)],
    add: (graph, v) => svdf(graph, pick([8, 16, 12], v), pick([6, 10, 4], v), pick([1, 2], v)),
  },
  {
    name: 'frames of a stream',
    start: (v) => [1, 1, pick([1, 8, 5, 1], v), pick([40, 3, 16, 8, 20], v)],
    add: (graph, v) =>
      remembered(
        graph.shape[1] === 1
          ? graph
          : sliced(
              graph,
              graph.shape.map(() => 0),
              [1, 1, ...graph.shape.slice(2)],
            ),
        pick([3, 5, 9, 16], v),
      ),
  },
];
