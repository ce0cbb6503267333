import { type Model } from '@fettle/tinyml';
import { SyntheticGraph } from './synthetic-graph';

/** Adds one layer of a kind to a graph; `variant` chooses sizes. */
type AddLayer = (graph: SyntheticGraph, variant: number) => SyntheticGraph;

interface Kind {
  readonly name: string;
  /** Input shape by variant. */
  readonly start: (variant: number) => readonly number[];
  readonly add: AddLayer;
}

const pick = <T>(list: readonly T[], variant: number): T => list[variant % list.length]!;
const picture = (variant: number): readonly number[] => [
  1,
  pick([7, 10, 12, 16, 9, 20], variant),
  pick([8, 6, 12, 9, 16], variant),
  pick([4, 8, 3, 16, 5, 12, 32, 6, 48], variant),
];
const signal = (variant: number): readonly number[] => [
  1,
  1,
  pick([64, 100, 128, 50], variant),
  pick([1, 3, 6, 8], variant),
];
const withDepth = (shape: readonly number[], depth: number): readonly number[] => [
  ...shape.slice(0, 3),
  depth,
];
const padding = (variant: number): 'SAME' | 'VALID' => pick(['SAME', 'SAME', 'VALID'] as const, variant);
const channels = (variant: number): number => pick([8, 12, 4, 16, 10, 32, 24, 64], variant);
const filter = (variant: number): readonly [number, number] =>
  pick(
    [
      [3, 3],
      [3, 3],
      [1, 3],
      [5, 3],
      [2, 2],
      [3, 1],
      [5, 5],
    ] as const,
    variant,
  );
/** Small pictures are not made smaller. */
const stride = ({ shape }: SyntheticGraph, variant: number): number =>
  Math.max(shape[1]!, shape[2]!) < 10 ? 1 : pick([1, 1, 2], Math.floor(variant / 3));

/** Kinds of layers with weights, whose fused activation either needs no clamping or does. */
function weighted(clamped: boolean): readonly Kind[] {
  const title = clamped ? ', clamped' : '';
  return [
    {
      name: `conv${title}`,
      start: picture,
      add: (graph, v) => graph.conv(filter(v), stride(graph, v), 'SAME', channels(v), clamped),
    },
    {
      name: `conv, VALID${title}`,
      start: picture,
      add: (graph, v) =>
        graph.conv(
          [Math.min(3, graph.shape[1]!), Math.min(3, graph.shape[2]!)],
          1,
          'VALID',
          channels(v),
          clamped,
        ),
    },
    {
      name: `conv of a signal${title}`,
      start: signal,
      add: (graph, v) =>
        graph.conv([1, pick([3, 5, 7], v)], stride(graph, v), padding(v), channels(v), clamped),
    },
    {
      name: `pointwise${title}`,
      start: picture,
      add: (graph, v) => graph.conv([1, 1], 1, 'VALID', channels(v + 1), clamped),
    },
    {
      name: `depthwise${title}`,
      start: (v) => withDepth(picture(v), pick([4, 8, 16, 32, 12, 64], v)),
      add: (graph, v) => graph.depthwise(filter(v), stride(graph, v), 'SAME', 1, clamped),
    },
    {
      name: `dense${title}`,
      start: (v) => [1, pick([64, 40, 33, 128, 10, 260], v)],
      add: (graph, v) => graph.dense(pick([16, 8, 10, 33, 64, 128], v), clamped),
    },
  ];
}

/** What trained networks for microcontrollers are made of. */
const KINDS: readonly Kind[] = [
  ...weighted(false),
  ...weighted(true),
  {
    name: 'depthwise of odd channels',
    start: (v) => withDepth(picture(v), pick([3, 6, 5], v)),
    add: (graph, v) => graph.depthwise(filter(v), 1, 'SAME'),
  },
  {
    name: 'depthwise of a signal',
    start: (v) => withDepth(signal(v), pick([4, 8, 16], v)),
    add: (graph, v) => graph.depthwise([1, pick([3, 5], v)], stride(graph, v), 'SAME'),
  },
  {
    name: 'average pool',
    start: picture,
    add: (graph, v) => graph.pool('AVERAGE', filter(v), stride(graph, v + 6), 'SAME'),
  },
  {
    name: 'average of all',
    start: picture,
    add: (graph) => graph.pool('AVERAGE', [graph.shape[1]!, graph.shape[2]!], 1, 'VALID'),
  },
  {
    name: 'max pool',
    start: picture,
    add: (graph, v) => graph.pool('MAX', filter(v), stride(graph, v + 6), 'SAME'),
  },
  {
    name: 'softmax',
    start: (v) => [pick([1, 1, 3], v), pick([12, 2, 10, 35, 4], v)],
    add: (graph) => graph.softmax(),
  },
  { name: 'RELU', start: picture, add: (graph) => graph.unary('RELU') },
  { name: 'sum', start: picture, add: (graph) => graph.binary('ADD') },
  { name: 'sum, a constant for each channel', start: picture, add: (graph) => graph.binary('ADD', true) },
  { name: 'difference', start: picture, add: (graph) => graph.binary('SUB') },
  { name: 'product', start: picture, add: (graph) => graph.binary('MUL') },
  { name: 'maximum', start: picture, add: (graph) => graph.binary('MAXIMUM') },
  { name: 'padding', start: picture, add: (graph) => graph.pad(1) },
  { name: 'transpose', start: picture, add: (graph) => graph.transpose() },
  { name: 'concatenation', start: picture, add: (graph) => graph.doubled() },
];

/** Only one can follow another of its kind. */
const ONCE: readonly Kind[] = [
  { name: 'mean', start: picture, add: (graph) => graph.mean() },
  {
    name: 'depthwise of one channel',
    start: (v) => withDepth(picture(v), 1),
    add: (graph, v) => graph.depthwise(filter(v), stride(graph, v), 'SAME', channels(v)),
  },
];

export interface SyntheticModel {
  readonly kind: string;
  /** Layers of its kind. */
  readonly layers: number;
  readonly model: Model;
}

/** Models of one layer, and of several of one kind in a row. */
export function syntheticModels(alone: number, chains: readonly number[]): readonly SyntheticModel[] {
  const model = (kind: Kind, layers: number, variant: number): SyntheticModel => {
    let graph = new SyntheticGraph(kind.start(variant), 100 * layers + variant);
    for (let i = 0; i < layers; i++) graph = kind.add(graph, variant + i);
    return { kind: kind.name, layers, model: graph.model() };
  };
  return [...KINDS, ...ONCE].flatMap((kind) => [
    ...Array.from({ length: alone }, (_, variant) => model(kind, 1, variant)),
    ...(ONCE.includes(kind) ? [] : chains.map((layers, i) => model(kind, layers, 2 * i))),
  ]);
}

/** A model without any work: what is left of a program is its harness. */
export function emptyModel(): Model {
  return new SyntheticGraph([1, 8], 1).reshape([8, 1]).model();
}
