import { seededRandom } from '@fettle/kernel';
import { elementCount, type Model, type OperatorNode, type Shape, type Tensor } from '@fettle/tinyml';

export type Options = OperatorNode['options'];
type Type = Tensor['type'];

/** A value of a network: a tensor's number. */
export type Value = number;

/** How a layer's result is stored; by chance where it is left out. */
export interface Stored {
  readonly type?: Type;
  readonly scale?: number;
  readonly zero?: number;
}

/** What weights may be along: each index of an axis has a scale of its own. */
export interface Weights {
  readonly axis?: number;
  /** Typical magnitude of a weight; what keeps results within their range unless given. */
  readonly scale?: number;
}

/**
 * Builds networks as converters do: every layer has a scale and a zero point of its own, weights are bell-shaped, biases
 * small. The same seed gives the same network.
 */
export class NetworkBuilder {
  private readonly tensors: Tensor[] = [];
  private readonly operators: OperatorNode[] = [];
  private readonly random;

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  shapeOf(value: Value): Shape {
    return this.tensors[value]!.shape;
  }

  input(...shape: number[]): Value {
    return this.tensor(shape, this.stored({}));
  }

  /** Memory that outlives a run. */
  state(shape: Shape, stored: Stored): Value {
    return this.tensor(shape, this.stored(stored), undefined, true);
  }

  ints(...values: number[]): Value {
    return this.tensor([values.length], { type: 'int32' }, Int32Array.from(values));
  }

  pairs(...values: number[]): Value {
    return this.tensor([values.length / 2, 2], { type: 'int32' }, Int32Array.from(values));
  }

  weights(shape: Shape, { axis, scale }: Weights = {}): Value {
    const count = axis === undefined ? 1 : shape[axis]!;
    const depth = elementCount(shape) / (axis === undefined ? shape[0]! : count);
    const typical = scale ?? 0.02 / Math.sqrt(depth);
    const scales = Array.from({ length: count }, () => Math.fround(typical * (0.5 + this.random.next())));
    const quantization = { scales, zeroPoints: scales.map(() => 0), axis: axis ?? 0 };
    const values = Int8Array.from({ length: elementCount(shape) }, () =>
      Math.max(-127, Math.min(127, Math.round(45 * this.random.normal()))),
    );
    return this.tensor(shape, { type: 'int8', quantization }, values);
  }

  bias(units: number, reach = 3000): Value {
    const values = Int32Array.from({ length: units }, () => Math.round(reach * this.random.normal()));
    return this.tensor([units], { type: 'int32' }, values);
  }

  /** An operator with one result. */
  apply(
    name: string,
    inputs: readonly Value[],
    shape: Shape,
    options: Options = {},
    stored: Stored = {},
  ): Value {
    return this.applyAll(name, inputs, [shape], options, stored)[0]!;
  }

  /** An operator with as many results as there are shapes. */
  applyAll(
    name: string,
    inputs: readonly Value[],
    shapes: readonly Shape[],
    options: Options = {},
    stored: Stored = {},
  ): readonly Value[] {
    const result = this.stored(stored);
    const outputs = shapes.map((shape) => this.tensor(shape, result));
    const index = this.operators.length;
    this.operators.push({ index, name, inputs, outputs, intermediates: [], options });
    return outputs;
  }

  /** An operator that keeps its input's quantisation. */
  move(
    name: string,
    inputs: readonly Value[],
    shape: Shape,
    options: Options = {},
    like = inputs[0]!,
  ): Value {
    return this.apply(name, inputs, shape, options, this.storedAs(like));
  }

  storedAs(value: Value): Stored {
    const { type, quantization } = this.tensors[value]!;
    const [scale, zero] = [quantization?.scales[0], quantization?.zeroPoints[0]];
    return { type, ...(scale === undefined ? {} : { scale, zero: zero! }) };
  }

  model(inputs: readonly Value[], outputs: readonly Value[]): Model {
    const { tensors, operators } = this;
    return { description: '', subgraphs: [{ index: 0, name: '', tensors, inputs, outputs, operators }] };
  }

  private stored({ type = 'int8', scale, zero }: Stored): Pick<Tensor, 'type' | 'quantization'> {
    if (type !== 'int8' && scale === undefined) return { type };
    const chosen = scale ?? 0.02 + 0.06 * this.random.next();
    const at = zero ?? this.random.below(200) - 128;
    return { type, quantization: { scales: [Math.fround(chosen)], zeroPoints: [at], axis: 0 } };
  }

  private tensor(
    shape: Shape,
    kind: Pick<Tensor, 'type' | 'quantization'>,
    data?: ArrayBufferView,
    variable = false,
  ): Value {
    const index = this.tensors.length;
    const bytes = data === undefined ? {} : { data: new Uint8Array(data.buffer as ArrayBuffer) };
    this.tensors.push({ index, name: `t${index}`, shape, variable, ...kind, ...bytes });
    return index;
  }
}
