import { seededRandom } from '@fettle/kernel';
import { elementCount, Model, OperatorNode, Quantization, Shape, Tensor } from '@fettle/tinyml';

/** A layer of weights by itself, as a model. */
export interface OneLayer {
  readonly operator: 'CONV_2D' | 'DEPTHWISE_CONV_2D' | 'FULLY_CONNECTED';
  readonly input: Shape;
  /** In the operator's own order. */
  readonly weights: Shape;
  readonly output: Shape;
  readonly options: OperatorNode['options'];
  /** Of all weights; what decides whether sums and factors stay within bounds. Default 0.002. */
  readonly weightScale?: number;
  readonly inputZero?: number;
  /** Weights over all of -128 to 127 instead of -127 to 127. */
  readonly fullRange?: boolean;
}

const SCALE = Math.fround(0.05);

/** The layer with weights and biases by chance, a factor of its own for each channel. */
export function oneLayer(layer: OneLayer, seed: number): Model {
  const random = seededRandom(seed);
  const { operator, weights, weightScale = 0.002, inputZero = -128, fullRange = false } = layer;
  const axis = operator === 'DEPTHWISE_CONV_2D' ? 3 : 0;
  const channels = weights[axis]!;
  const lowest = fullRange ? -128 : -127;
  const values = Int8Array.from({ length: elementCount(weights) }, () => lowest + random.below(128 - lowest));
  const biases = Int32Array.from({ length: channels }, () => Math.floor((random.next() - 0.5) * 60_000));
  const scales = Array.from({ length: channels }, () => Math.fround(weightScale * (0.5 + random.next())));
  const tensors = [
    tensor(0, 'int8', layer.input, one(inputZero)),
    {
      ...tensor(1, 'int8', weights, { scales, zeroPoints: scales.map(() => 0), axis }),
      data: bytesOf(values),
    },
    { ...tensor(2, 'int32', [channels]), data: bytesOf(biases) },
    tensor(3, 'int8', layer.output, one(-11)),
  ];
  const node = { index: 0, name: operator, inputs: [0, 1, 2], outputs: [3], intermediates: [] };
  const operators = [{ ...node, options: layer.options }];
  return {
    description: '',
    subgraphs: [{ index: 0, name: 'main', tensors, operators, inputs: [0], outputs: [3] }],
  };
}

/** Input values by chance over the whole range. */
export function chanceInput(shape: Shape, seed: number): Int8Array {
  const random = seededRandom(seed);
  return Int8Array.from({ length: elementCount(shape) }, () => random.below(256) - 128);
}

function one(zero: number): Quantization {
  return { scales: [SCALE], zeroPoints: [zero], axis: 0 };
}

function tensor(index: number, type: Tensor['type'], shape: Shape, quantization?: Quantization): Tensor {
  const base = { index, name: `t${index}`, type, shape, variable: false };
  return quantization === undefined ? base : { ...base, quantization };
}

function bytesOf({ buffer }: Int8Array | Int32Array): Uint8Array {
  return new Uint8Array(buffer as ArrayBuffer);
}
