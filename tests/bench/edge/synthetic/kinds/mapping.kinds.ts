import { ACTIVATIONS, REAL, stored, type SyntheticGraph, type Values, WIDE } from '../graph';
import { type Kind, picture, vector, withDepth } from '../kind';

type Name = 'RELU' | 'RELU6' | 'TANH' | 'LOGISTIC' | 'HARD_SWISH' | 'LEAKY_RELU' | 'QUANTIZE' | 'DEQUANTIZE';

/** The quantisations that the functions ask for. */
const RESULTS: Readonly<Partial<Record<Name, Values>>> = {
  TANH: stored(1 / 128, 0),
  LOGISTIC: stored(1 / 256, -128),
};
const WIDE_RESULT = stored(1 / 32768, 0, 'int16');

/** A function of one value, to another quantisation. */
export function map(
  graph: SyntheticGraph,
  name: Name,
  values = RESULTS[name] ?? stored(0.07, -128),
): SyntheticGraph {
  const options = name === 'LEAKY_RELU' ? { alpha: Math.fround(0.1) } : {};
  return graph.add(name, [graph.last], options, graph.shape, values);
}

const UNSIGNED = stored(0.05, 3, 'uint8');

/** There and back, by types. */
const CONVERSIONS: readonly (readonly [string, Values, Values])[] = [
  ['of 16 bits', ACTIVATIONS, WIDE],
  ['of unsigned values', UNSIGNED, ACTIVATIONS],
];

/** Functions of one value. */
export const MAPPING: readonly Kind[] = [
  ...(['RELU', 'TANH', 'HARD_SWISH'] as const).map((name): Kind => ({
    name,
    start: picture,
    add: (graph) => map(graph, name),
  })),
  { name: 'LOGISTIC of a vector', start: vector, add: (graph) => map(graph, 'LOGISTIC') },
  ...(['RELU', 'RELU6', 'LEAKY_RELU'] as const).map((name): Kind => ({
    name: `${name} of 16 bits`,
    start: picture,
    values: WIDE,
    add: (graph) => map(graph, name, name === 'RELU6' ? WIDE : stored(0.0013, 0, 'int16')),
  })),
  ...(['LOGISTIC', 'TANH'] as const).map((name): Kind => ({
    name: `${name} of 16 bits`,
    start: picture,
    values: WIDE,
    add: (graph) => map(graph, name, WIDE_RESULT),
  })),
  ...CONVERSIONS.map(([title, from, to]): Kind => ({
    name: `requantisation ${title}`,
    start: (v) => withDepth(picture(v), 4),
    values: from,
    add: (graph) => map(graph, 'QUANTIZE', graph.values.type === from.type ? to : from),
  })),
  {
    name: 'requantisation between 16 bits',
    start: picture,
    values: WIDE,
    add: (graph) => map(graph, 'QUANTIZE', stored(0.0017, 0, 'int16')),
  },
  {
    name: 'quantisation',
    start: picture,
    values: REAL,
    add: (graph) => map(graph, 'QUANTIZE', ACTIVATIONS),
    once: true,
  },
  { name: 'dequantisation', start: picture, add: (graph) => map(graph, 'DEQUANTIZE', REAL), once: true },
  {
    name: 'real numbers and back',
    start: picture,
    add: (graph) => map(map(graph, 'DEQUANTIZE', REAL), 'QUANTIZE', ACTIVATIONS),
  },
];
