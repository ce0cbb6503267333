import { seededRandom } from '@fettle/kernel';
import {
  bytesPerElement,
  elementCount,
  type Model,
  type OperatorNode,
  type Quantization,
  type Shape,
  type Tensor,
} from '@fettle/tinyml';

/** What a tensor's values are. */
export interface Values {
  readonly type: Tensor['type'];
  readonly quantization?: Quantization;
}

/** Stored values of one scale and zero point. */
export function stored(scale: number, zeroPoint: number, type: Tensor['type'] = 'int8'): Values {
  return { type, quantization: { scales: [Math.fround(scale)], zeroPoints: [zeroPoint], axis: 0 } };
}

/** Activations of trained networks: a scale, and RELU's zero point at the lower end. */
export const ACTIVATIONS = stored(0.05, -128);

/** Values of 16 bits, which have zero point 0. */
export const WIDE = stored(0.001, 0, 'int16');

/** Real numbers. */
export const REAL: Values = { type: 'float32' };

/** Keeps sums within the output's range, as calibration would. */
const WEIGHT_SCALE = 0.002;

type Options = OperatorNode['options'];

/** What the next layer gives: its shape, and values where they are not like those of its input. */
export interface Output {
  readonly shape: Shape;
  readonly values?: Values;
}

/** Builds models of random weights, operator by operator; the same seed gives the same model. */
export class SyntheticGraph {
  private readonly tensors: Tensor[] = [];
  private readonly operators: OperatorNode[] = [];
  private readonly input: number;
  private readonly random;
  private current: number;

  constructor(shape: Shape, seed: number, values = ACTIVATIONS) {
    this.random = seededRandom(seed);
    this.input = this.current = this.tensor(shape, values);
  }

  /** The tensor that the next layer takes. */
  get last(): number {
    return this.current;
  }

  get shape(): Shape {
    return this.tensors[this.current]!.shape;
  }

  get values(): Values {
    return this.tensors[this.current]!;
  }

  /** The next layer takes this tensor. */
  from(tensor: number): this {
    this.current = tensor;
    return this;
  }

  /** A tensor that is computed, or holds this data. */
  tensor(shape: Shape, { type, quantization }: Values, data?: ArrayBufferView, variable = false): number {
    const index = this.tensors.length;
    this.tensors.push({
      index,
      name: `t${index}`,
      type,
      shape,
      variable,
      ...(quantization === undefined ? {} : { quantization }),
      ...(data === undefined ? {} : { data: new Uint8Array(data.buffer as ArrayBuffer) }),
    });
    return index;
  }

  ints(...values: number[]): number {
    return this.tensor([values.length], { type: 'int32' }, Int32Array.from(values));
  }

  /** A constant of values by chance. */
  constant(shape: Shape, values: Values): number {
    const bytes = elementCount(shape) * bytesPerElement(values.type);
    return this.tensor(
      shape,
      values,
      Uint8Array.from({ length: bytes }, () => this.random.below(256)),
    );
  }

  /** Biases within a reach; where none is given, those of half the layers fit 16 bits. */
  biases(channels: number, reach = this.random.below(2) === 0 ? 20_000 : 100_000): number {
    const values = Int32Array.from({ length: channels }, () => this.random.below(2 * reach) - reach);
    return this.tensor([channels], { type: 'int32' }, values);
  }

  /** Weights with a scale for each channel along `axis`, or one for all; stored values within `reach`. */
  weights(shape: Shape, axis?: number, scale = WEIGHT_SCALE, reach = 127): number {
    const channels = axis === undefined ? 1 : shape[axis]!;
    const scales = Array.from({ length: channels }, (_, c) => Math.fround(scale * (1 + 0.3 * Math.sin(c))));
    const values = Int8Array.from(
      { length: elementCount(shape) },
      () => this.random.below(2 * reach + 1) - reach,
    );
    const quantization = { scales, zeroPoints: scales.map(() => 0), axis: axis ?? 0 };
    return this.tensor(shape, { type: 'int8', quantization }, values);
  }

  /** An operator with any outputs; gives their tensors. */
  operator(
    name: string,
    inputs: readonly number[],
    options: Options,
    ...outputs: readonly Output[]
  ): readonly number[] {
    const values = this.values;
    const tensors = outputs.map((output) => this.tensor(output.shape, output.values ?? values));
    const index = this.operators.length;
    this.operators.push({ index, name, inputs, outputs: tensors, intermediates: [], options });
    return tensors;
  }

  /** An operator whose output the next layer takes. */
  add(name: string, inputs: readonly number[], options: Options, shape: Shape, values = this.values): this {
    return this.from(this.operator(name, inputs, options, { shape, values })[0]!);
  }

  model(): Model {
    const { tensors, operators, input, current } = this;
    return {
      description: 'made to be measured',
      subgraphs: [{ index: 0, name: '', tensors, inputs: [input], outputs: [current], operators }],
    };
  }
}
