import { ElementType, Model, OperatorNode, Quantization, Tensor } from '@fettle/tinyml';
import { LoweredGraph, LoweredNode, LoweredTensor } from './lowered/lowered-graph.types';
import { quantizeValues, Step } from './values';
import { storeBias, storeWeights, weightScales } from './weights';

type Stored = Pick<Tensor, 'type'> & Partial<Pick<Tensor, 'quantization' | 'data'>>;

/** The int8 model of a lowered graph: the same operators over the same tensors, each stored at its group's step. */
export function assemble(graph: LoweredGraph, steps: readonly Step[], description: string): Model {
  const stored = new Map<number, Stored>();
  for (const node of graph.nodes) storeConstants(graph, node, steps, stored);
  const tensors = graph.tensors.map((tensor): Tensor => ({
    index: tensor.index,
    name: tensor.name,
    shape: tensor.shape,
    variable: false,
    ...(stored.get(tensor.index) ?? storeOther(tensor, steps)),
  }));
  const operators = graph.nodes.map(({ index, name, inputs, outputs, options }): OperatorNode => ({
    index,
    name,
    inputs,
    outputs,
    intermediates: [],
    options,
  }));
  const main = { index: 0, name: 'main', tensors, inputs: [graph.input], outputs: [graph.output], operators };
  return { description, subgraphs: [main] };
}

/** Weights and bias of one operator; what several share is stored once, since their inputs share a step. */
function storeConstants(
  graph: LoweredGraph,
  { inputs }: LoweredNode,
  steps: readonly Step[],
  stored: Map<number, Stored>,
): void {
  const [input, weights, bias] = inputs.map((i) => graph.tensors[i]!);
  if (weights?.role !== 'weights' || stored.has(weights.index)) return;
  const inputScale = steps[input!.group!]!.scale;
  const values = bias!.data as Float32Array;
  const scales = weightScales(weights, values, inputScale);
  stored.set(weights.index, {
    type: 'int8',
    quantization: symmetric(scales, weights.channelAxis ?? 0),
    data: bytesOf(storeWeights(weights, scales)),
  });
  stored.set(bias!.index, {
    type: 'int32',
    quantization: symmetric(
      scales.map((scale) => Math.fround(inputScale * scale)),
      0,
    ),
    data: bytesOf(storeBias(values, scales, inputScale)),
  });
}

function symmetric(scales: readonly number[], axis: number): Quantization {
  return { scales, zeroPoints: scales.map(() => 0), axis };
}

function storeOther({ role, group, data }: LoweredTensor, steps: readonly Step[]): Stored {
  if (role === 'handle') return { type: 'resource' };
  if (role === 'integers') return { type: 'int32', data: bytesOf(data as Int32Array) };
  const step = steps[group!]!;
  const quantization = { scales: [step.scale], zeroPoints: [step.zeroPoint], axis: 0 };
  const type: ElementType = 'int8';
  return data === undefined
    ? { type, quantization }
    : { type, quantization, data: bytesOf(quantizeValues(data, step)) };
}

function bytesOf({ buffer, byteOffset, byteLength }: Int8Array | Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
