import { ACTIVATIONS, REAL, stored, type SyntheticGraph } from '../graph';
import { filter, type Kind, pick, picture, signal, stride, vector, withDepth } from '../kind';
import { pair, pairOf } from './elementwise.kinds';
import { map } from './mapping.kinds';
import { lstm } from './recurrent.kinds';
import { pool, reduced, softmax } from './reducing.kinds';
import { conv, dense, depthwise, FREE, STEEP, transposed } from './weighted.kinds';

/** A gate of a recurrent cell: two products with weights, squashed, which choose between two vectors. */
function gated(graph: SyntheticGraph, variant: number): SyntheticGraph {
  const before = graph.last;
  const units = graph.shape[1]!;
  const first = dense(graph, units).last;
  const second = dense(graph.from(before), units).last;
  const gate = map(pairOf(graph, 'ADD', first, second, variant), 'LOGISTIC').last;
  const kept = pairOf(graph, 'MUL', gate, before, variant).last;
  return pairOf(graph, 'ADD', kept, first, variant);
}

/** Channels weighed by what they all come to: squeeze and excitation. */
function excited(graph: SyntheticGraph, variant: number): SyntheticGraph {
  const { last, shape } = graph;
  const depth = shape[3]!;
  const options = { keepDimensions: true };
  graph.add('MEAN', [last, graph.ints(1, 2)], options, [1, 1, 1, depth]);
  const weights = map(dense(dense(graph.from(graph.last), Math.ceil(depth / 2)), depth), 'LOGISTIC').last;
  const weighed = graph.add('RESHAPE', [weights], { newShape: [1, 1, 1, depth] }, [1, 1, 1, depth]).last;
  return pairOf(graph, 'MUL', last, weighed, variant);
}

/** A layer of products over the channels of each pixel. */
const pointwise = (graph: SyntheticGraph, channels: number): SyntheticGraph =>
  conv(graph, FREE, { size: [1, 1], padding: 'VALID' }, channels);

/** Kinds beside each other that share functions of the runtime header: these stay functions, and are called. */
export const MIXED: readonly Kind[] = [
  { name: 'sum and product', start: vector, add: (graph, v) => pair(pair(graph, 'ADD', v), 'MUL', v + 1) },
  {
    name: 'product, sum and difference of channels',
    start: picture,
    add: (graph, v) => {
      const channels = [1, 1, 1, graph.shape[3]!];
      return pair(pair(pair(graph, 'MUL', v, channels), 'ADD', v + 1, channels), 'SUB', v);
    },
  },
  {
    name: 'sum, product and shares',
    start: vector,
    add: (graph, v) => softmax(pair(pair(graph, 'ADD', v), 'MUL', v + 1)),
  },
  {
    name: 'gate and shares',
    start: (v) => [1, pick([8, 16, 5, 24], v)],
    add: (graph, v) => softmax(gated(graph, v)),
  },
  {
    name: 'mean and shares',
    start: picture,
    add: (graph) => softmax(reduced(graph, 'MEAN', 1, 2)),
    once: true,
  },
  {
    name: 'LSTM and shares',
    start: (v) => [1, pick([6, 10, 1], v), pick([4, 6, 12], v)],
    add: (graph, v) => softmax(lstm(graph, pick([8, 12, 6], v), v)),
  },
  {
    name: 'LSTM, then dense',
    start: (v) => [1, pick([6, 10, 4], v), pick([4, 6, 12], v)],
    add: (graph, v) => softmax(dense(dense(lstm(graph, pick([8, 12, 6], v), v + 1), 12), 5)),
    once: true,
  },
  {
    name: 'dense between real numbers',
    start: vector,
    values: REAL,
    add: (graph, v) =>
      map(
        softmax(dense(dense(map(graph, 'QUANTIZE', ACTIVATIONS), pick([16, 8], v)), 6)),
        'DEQUANTIZE',
        REAL,
      ),
    once: true,
  },
  {
    name: 'dense of unsigned values',
    start: vector,
    values: stored(0.04, 120, 'uint8'),
    add: (graph, v) => {
      const last = softmax(dense(map(graph, 'QUANTIZE', ACTIVATIONS), pick([10, 5, 16], v)));
      return map(last, 'QUANTIZE', stored(1 / 256, 0, 'uint8'));
    },
    once: true,
  },
  {
    name: 'steep products and shares',
    start: vector,
    add: (graph, v) => softmax(dense(graph, pick([10, 16, 5], v), STEEP)),
  },
  {
    name: 'pools of both kinds',
    start: picture,
    add: (graph, v) => pool(pool(graph, 'MAX', filter(v), 1, 'SAME'), 'AVERAGE', filter(v + 2), 1, 'SAME'),
  },
  {
    name: 'conv, depthwise and pools',
    start: (v) => withDepth(picture(v), pick([4, 8, 3], v)),
    add: (graph, v) => {
      const deep = depthwise(conv(graph, FREE, { size: filter(v) }, pick([8, 12, 16], v)), FREE, {
        size: filter(v + 1),
      });
      return pool(pool(deep, 'MAX', [2, 2], 1, 'SAME'), 'AVERAGE', [3, 3], 1, 'SAME');
    },
  },
  {
    name: 'conv and pointwise',
    start: picture,
    add: (graph, v) =>
      pointwise(conv(graph, FREE, { size: filter(v) }, pick([8, 12, 16], v)), pick([12, 8, 24], v)),
  },
  {
    name: 'one conv, then dense',
    start: picture,
    add: (graph, v) => {
      const first = conv(graph, FREE, { size: filter(v), stride: stride(graph, v + 6) }, pick([8, 4, 16], v));
      return dense(dense(pool(first, 'MAX', [2, 2], 2, 'VALID'), pick([10, 16, 8], v)), 4);
    },
    once: true,
  },
  {
    name: 'one conv of a signal, then dense',
    start: signal,
    add: (graph, v) =>
      softmax(
        dense(dense(conv(graph, FREE, { size: [1, pick([3, 5], v)], stride: 2 }, pick([8, 6], v)), 12), 5),
      ),
    once: true,
  },
  {
    name: 'depthwise and pointwise',
    start: (v) => withDepth(picture(v), pick([4, 8, 12], v)),
    add: (graph, v) => pointwise(depthwise(graph, FREE, { size: filter(v) }), pick([8, 16, 12], v)),
  },
  {
    name: 'depthwise and pointwise of a signal',
    start: (v) => withDepth(signal(v), pick([4, 8, 12], v)),
    add: (graph, v) =>
      pointwise(depthwise(graph, FREE, { size: [1, pick([3, 5], v)] }), pick([8, 16, 12], v)),
  },
  {
    name: 'one conv, then depthwise and pointwise',
    start: (v) => withDepth(picture(v), pick([1, 3], v)),
    add: (graph, v) => {
      let last = conv(graph, FREE, { size: filter(v), stride: stride(graph, v + 6) }, pick([8, 12, 16], v));
      for (const channels of [16, 12]) last = pointwise(depthwise(last, FREE, { size: [3, 3] }), channels);
      const all = pool(last, 'AVERAGE', [last.shape[1]!, last.shape[2]!], 1, 'VALID');
      return softmax(dense(all, pick([4, 10], v)));
    },
    once: true,
  },
  {
    name: 'convs, a sum, and dense',
    start: (v) => withDepth(picture(v), pick([3, 4], v)),
    add: (graph, v) => {
      const depth = pick([8, 12, 16], v);
      const first = conv(graph, FREE, { size: [3, 3] }, depth).last;
      const second = conv(graph, FREE, { size: [3, 3] }, depth).last;
      const sum = pairOf(graph, 'ADD', first, second, v);
      return softmax(dense(reduced(sum, 'MEAN', 1, 2), 5));
    },
    once: true,
  },
  {
    name: 'conv and average',
    start: picture,
    add: (graph, v) =>
      pool(conv(graph, FREE, { size: filter(v) }, pick([8, 12, 16], v)), 'AVERAGE', [2, 2], 1, 'SAME'),
  },
  {
    name: 'depthwise and average',
    start: (v) => withDepth(picture(v), pick([4, 8, 12], v)),
    add: (graph, v) => pool(depthwise(graph, FREE, { size: filter(v) }), 'AVERAGE', [2, 2], 1, 'SAME'),
  },
  {
    name: 'transposed conv and sum',
    start: (v) => [1, pick([4, 3], v), pick([4, 5], v), pick([4, 6], v)],
    add: (graph, v) =>
      pair(
        transposed(graph, FREE, { size: [3, 3], stride: graph.shape[1]! < 12 ? 2 : 1 }, pick([4, 6], v)),
        'ADD',
        v,
      ),
  },
  { name: 'gate', start: (v) => [1, pick([8, 16, 5, 24], v)], add: gated },
  { name: 'squeeze and excitation', start: (v) => withDepth(picture(v), pick([8, 16, 12], v)), add: excited },
];
