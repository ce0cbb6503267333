import { elementCount } from '@fettle/tinyml';
import { ACTIVATIONS, stored, type SyntheticGraph, type Values, WIDE } from '../graph';
import { filter, type Kind, pick, picture, signal, stride, withDepth } from '../kind';
import { type Padding, strides, windowed } from '../windows';

const dilated = (dilation: number): Readonly<Record<string, number>> => ({
  dilationWidth: dilation,
  dilationHeight: dilation,
});

/** What the layers of a kind have in common. */
interface Weighting {
  readonly title: string;
  readonly values: Values;
  /** Of the weights; above a bound, rescaling takes its general form. */
  readonly scale?: number;
}

/** RELU of a zero point above the lower end clamps; at the lower end there is nothing to clamp. */
export const FREE: Weighting = { title: '', values: ACTIVATIONS };
const CLAMPED: Weighting = { title: ', clamped', values: stored(0.05, -100) };
export const STEEP: Weighting = { title: ', steep', values: ACTIVATIONS, scale: 0.8 };

interface Windows {
  readonly size: readonly [number, number];
  readonly stride?: number;
  readonly padding?: Padding;
  readonly dilation?: number;
  /** Of the input, each with filters of its own. */
  readonly groups?: number;
}

export function conv(
  graph: SyntheticGraph,
  { values, scale }: Weighting,
  { size, stride: step = 1, padding = 'SAME', groups = 1, dilation = 1 }: Windows,
  channels: number,
): SyntheticGraph {
  const [rows, columns] = windowed(graph, size, step, padding, dilation);
  const weights = graph.weights([channels, ...size, graph.shape[3]! / groups], 0, scale);
  const options = { ...strides(step, padding), ...dilated(dilation), activation: 'RELU' };
  const inputs = [graph.last, weights, graph.biases(channels)];
  return graph.add('CONV_2D', inputs, options, [1, rows, columns, channels], values);
}

export function depthwise(
  graph: SyntheticGraph,
  { values, scale }: Weighting,
  { size, stride: step = 1, padding = 'SAME', dilation = 1 }: Windows,
  times = 1,
): SyntheticGraph {
  const [rows, columns] = windowed(graph, size, step, padding, dilation);
  const channels = graph.shape[3]! * times;
  const inputs = [graph.last, graph.weights([1, ...size, channels], 3, scale), graph.biases(channels)];
  const options = { ...strides(step, padding), ...dilated(dilation), activation: 'RELU' };
  return graph.add('DEPTHWISE_CONV_2D', inputs, options, [1, rows, columns, channels], values);
}

/** A fully connected layer, as other kinds have them beside their own. */
export function dense(graph: SyntheticGraph, units: number, { values, scale } = FREE): SyntheticGraph {
  const batches = graph.shape[0]!;
  const weights = graph.weights([units, elementCount(graph.shape) / batches], 0, scale);
  const options = { activation: 'RELU', shuffled: false, keepDimensions: false };
  const inputs = [graph.last, weights, graph.biases(units)];
  return graph.add('FULLY_CONNECTED', inputs, options, [batches, units], values);
}

/** The inverse of a convolution: as many rows and columns as it would take to give the input. */
export function transposed(
  graph: SyntheticGraph,
  { values }: Weighting,
  { size, stride: step = 1, padding = 'SAME' }: Windows,
  channels: number,
): SyntheticGraph {
  const [, rows, columns, depth] = graph.shape as readonly [number, number, number, number];
  const extent = (input: number, reach: number): number =>
    input * step + (padding === 'SAME' ? 0 : Math.max(0, reach - step));
  const shape = [1, extent(rows, size[0]), extent(columns, size[1]), channels];
  const inputs = [
    graph.ints(...shape),
    graph.weights([channels, ...size, depth], 0),
    graph.last,
    // Those of 16-bit values would have 64 bits.
    ...(values.type === 'int16' ? [] : [graph.biases(channels)]),
  ];
  const options = { ...strides(step, padding), activation: 'NONE' };
  return graph.add('TRANSPOSE_CONV', inputs, options, shape, values);
}

const channels = (variant: number): number => pick([8, 12, 4, 16, 10, 32, 24, 64], variant);
const units = (variant: number): number => pick([16, 8, 10, 33, 64, 128], variant);
const flat = (variant: number): readonly number[] => [1, pick([64, 40, 33, 128, 10, 260], variant)];

/** Of all kinds of layers with weights, for what decides about their rescaling. */
function weighted(weighting: Weighting): readonly Kind[] {
  const { title } = weighting;
  return [
    {
      name: `conv${title}`,
      start: picture,
      add: (graph, v) => conv(graph, weighting, { size: filter(v), stride: stride(graph, v) }, channels(v)),
    },
    {
      name: `conv, VALID${title}`,
      start: picture,
      add: (graph, v) => {
        const size = [Math.min(3, graph.shape[1]!), Math.min(3, graph.shape[2]!)] as const;
        return conv(graph, weighting, { size, padding: 'VALID' }, channels(v));
      },
    },
    {
      name: `conv of a signal${title}`,
      start: signal,
      add: (graph, v) => {
        const padding = pick(['SAME', 'SAME', 'VALID'] as const, v);
        const windows = { size: [1, pick([3, 5, 7], v)], stride: stride(graph, v), padding } as const;
        return conv(graph, weighting, windows, channels(v));
      },
    },
    {
      name: `pointwise${title}`,
      start: picture,
      add: (graph, v) => conv(graph, weighting, { size: [1, 1], padding: 'VALID' }, channels(v + 1)),
    },
    {
      name: `depthwise${title}`,
      start: (v) => withDepth(picture(v), pick([4, 8, 16, 32, 12, 64], v)),
      add: (graph, v) => depthwise(graph, weighting, { size: filter(v), stride: stride(graph, v) }),
    },
    { name: `dense${title}`, start: flat, add: (graph, v) => dense(graph, units(v), weighting) },
  ];
}

/** Layers that are made of products with weights. */
export const WEIGHTED: readonly Kind[] = [
  ...[FREE, CLAMPED, STEEP].flatMap(weighted),
  {
    name: 'depthwise of odd channels',
    start: (v) => withDepth(picture(v), pick([3, 6, 5], v)),
    add: (graph, v) => depthwise(graph, FREE, { size: filter(v) }),
  },
  {
    name: 'depthwise of several filters a channel',
    start: (v) => withDepth(picture(v), pick([2, 3, 4], v)),
    add: (graph, v) => depthwise(graph, FREE, { size: filter(v), stride: stride(graph, v) }, 2),
  },
  {
    name: 'depthwise of a signal',
    start: (v) => withDepth(signal(v), pick([4, 8, 16], v)),
    add: (graph, v) => depthwise(graph, FREE, { size: [1, pick([3, 5], v)], stride: stride(graph, v) }),
  },
  {
    name: 'depthwise of one channel',
    start: (v) => withDepth(picture(v), 1),
    add: (graph, v) => depthwise(graph, FREE, { size: filter(v), stride: stride(graph, v) }, channels(v)),
    once: true,
  },
  {
    name: 'dilated conv',
    start: picture,
    add: (graph, v) => conv(graph, FREE, { size: [3, 3], dilation: 2 }, channels(v)),
  },
  {
    name: 'dilated conv of a signal',
    start: signal,
    add: (graph, v) => {
      const padding = pick(['SAME', 'VALID'] as const, v);
      return conv(graph, FREE, { size: [1, 3], dilation: pick([2, 4, 8], v), padding }, channels(v));
    },
  },
  {
    name: 'dilated depthwise of a signal',
    start: (v) => withDepth(signal(v), pick([4, 8, 16], v)),
    add: (graph, v) => depthwise(graph, FREE, { size: [1, 3], dilation: pick([2, 4], v) }),
  },
  {
    name: 'conv of groups',
    start: (v) => withDepth(picture(v), pick([4, 8, 16], v)),
    add: (graph, v) => conv(graph, FREE, { size: filter(v), groups: 2 }, pick([8, 4, 16], v)),
  },
  {
    name: 'transposed conv',
    start: (v) => [1, pick([4, 6, 8, 5], v), pick([4, 5, 8, 6], v), pick([8, 4, 16, 6, 12], v)],
    add: (graph, v) => {
      const small = graph.shape[1]! < 17 && graph.shape[2]! < 17;
      const size = pick(
        [
          [3, 3],
          [2, 2],
          [4, 4],
          [3, 3],
          [5, 5],
        ] as const,
        v,
      );
      const padding = pick(['SAME', 'VALID', 'SAME'] as const, v);
      const windows = { size, stride: small && v % 4 !== 3 ? 2 : 1, padding };
      return transposed(graph, FREE, windows, pick([8, 4, 6, 3, 16], v));
    },
  },
  {
    name: 'transposed conv of 16 bits',
    start: (v) => [1, pick([4, 6, 5], v), pick([4, 5], v), pick([8, 4, 6], v)],
    values: WIDE,
    add: (graph, v) => {
      const windows = {
        size: pick(
          [
            [3, 3],
            [4, 4],
          ] as const,
          v,
        ),
        stride: graph.shape[1]! < 17 ? 2 : 1,
      };
      return transposed(graph, { title: '', values: WIDE }, windows, pick([4, 8], v));
    },
  },
  {
    name: 'transposed conv of a signal',
    start: (v) => withDepth(signal(v + 3), pick([4, 8, 6], v)),
    add: (graph, v) => {
      const step = graph.shape[2]! < 200 ? 2 : 1;
      const windows = { size: [1, pick([4, 3, 5], v)], stride: step } as const;
      return transposedSignal(graph, windows, pick([4, 8, 3], v));
    },
  },
];

/** Along the columns alone. */
function transposedSignal(
  graph: SyntheticGraph,
  { size, stride: step = 1 }: Windows,
  channels: number,
): SyntheticGraph {
  const [, , columns, depth] = graph.shape as readonly [number, number, number, number];
  const shape = [1, 1, columns * step, channels];
  const weights = graph.weights([channels, ...size, depth], 0);
  const inputs = [graph.ints(...shape), weights, graph.last, graph.biases(channels)];
  const options = { padding: 'SAME', strideWidth: step, strideHeight: 1, activation: 'NONE' };
  return graph.add('TRANSPOSE_CONV', inputs, options, shape);
}
