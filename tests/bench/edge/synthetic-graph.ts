import {
  elementCount,
  type Model,
  type OperatorNode,
  type Quantization,
  type Shape,
  type Tensor,
} from '@fettle/tinyml';
import { seededRandom } from '@fettle/kernel';

/** Activations of trained networks: a scale, and RELU's zero point at the lower end. */
const VALUES: Quantization = { scales: [Math.fround(0.05)], zeroPoints: [-128], axis: 0 };
/** Keeps sums within the output's range, as calibration would. */
const WEIGHT_SCALE = 0.002;

type Options = OperatorNode['options'];

/** Builds int8 models of random weights, layer by layer; the same seed gives the same model. */
export class SyntheticGraph {
  private readonly tensors: Tensor[] = [];
  private readonly operators: OperatorNode[] = [];
  private readonly input: number;
  private readonly random;
  private last: number;

  constructor(shape: Shape, seed: number) {
    this.random = seededRandom(seed);
    this.input = this.last = this.tensor(shape, VALUES);
  }

  get shape(): Shape {
    return this.tensors[this.last]!.shape;
  }

  private tensor(
    shape: Shape,
    quantization?: Quantization,
    data?: Uint8Array,
    type: Tensor['type'] = 'int8',
  ): number {
    const index = this.tensors.length;
    this.tensors.push({
      index,
      name: `t${index}`,
      type,
      shape,
      variable: false,
      ...(quantization === undefined ? {} : { quantization }),
      ...(data === undefined ? {} : { data }),
    });
    return index;
  }

  private add(
    name: string,
    inputs: readonly number[],
    shape: Shape,
    options: Options,
    quantization = VALUES,
  ): this {
    const output = this.tensor(shape, quantization);
    this.operators.push({
      index: this.operators.length,
      name,
      inputs,
      outputs: [output],
      intermediates: [],
      options,
    });
    this.last = output;
    return this;
  }

  ints(...values: number[]): number {
    return this.tensor([values.length], undefined, new Uint8Array(Int32Array.from(values).buffer), 'int32');
  }

  /** Weights with a scale for each channel along `axis`, and their biases; 16 bits are enough for those of half the layers. */
  private weights(shape: Shape, axis: number): readonly [number, number] {
    const channels = shape[axis]!;
    const scales = Array.from({ length: channels }, (_, c) =>
      Math.fround(WEIGHT_SCALE * (1 + 0.3 * Math.sin(c))),
    );
    const values = Int8Array.from({ length: elementCount(shape) }, () => this.random.below(255) - 127);
    const reach = this.random.below(2) === 0 ? 20_000 : 100_000;
    const biases = Int32Array.from({ length: channels }, () => this.random.below(2 * reach) - reach);
    const zeroPoints = scales.map(() => 0);
    return [
      this.tensor(shape, { scales, zeroPoints, axis }, new Uint8Array(values.buffer)),
      this.tensor([channels], undefined, new Uint8Array(biases.buffer), 'int32'),
    ];
  }

  private windowed(
    size: readonly [number, number],
    stride: number,
    padding: 'SAME' | 'VALID',
  ): [number, number] {
    const [, height, width] = this.shape as readonly [number, number, number];
    const extent = (input: number, reach: number): number =>
      padding === 'SAME' ? Math.ceil(input / stride) : Math.floor((input - reach) / stride) + 1;
    return [extent(height, size[0]), extent(width, size[1])];
  }

  conv(
    size: readonly [number, number],
    stride: number,
    padding: 'SAME' | 'VALID',
    channels: number,
    clamped = false,
  ): this {
    const [rows, columns] = this.windowed(size, stride, padding);
    const [filter, bias] = this.weights([channels, ...size, this.shape[3]!], 0);
    const options = { ...convolutionOptions(stride, padding), activation: 'RELU' };
    return this.add(
      'CONV_2D',
      [this.last, filter, bias],
      [1, rows, columns, channels],
      options,
      outputOf(clamped),
    );
  }

  depthwise(
    size: readonly [number, number],
    stride: number,
    padding: 'SAME' | 'VALID',
    times = 1,
    clamped = false,
  ): this {
    const [rows, columns] = this.windowed(size, stride, padding);
    const channels = this.shape[3]! * times;
    const [filter, bias] = this.weights([1, ...size, channels], 3);
    const options = { ...convolutionOptions(stride, padding), activation: 'RELU' };
    const shape = [1, rows, columns, channels];
    return this.add('DEPTHWISE_CONV_2D', [this.last, filter, bias], shape, options, outputOf(clamped));
  }

  dense(units: number, clamped = false): this {
    const depth = elementCount(this.shape) / this.shape[0]!;
    const [filter, bias] = this.weights([units, depth], 0);
    const options = { activation: 'RELU', shuffled: false, keepDimensions: false };
    return this.add(
      'FULLY_CONNECTED',
      [this.last, filter, bias],
      [this.shape[0]!, units],
      options,
      outputOf(clamped),
    );
  }

  pool(
    kind: 'AVERAGE' | 'MAX',
    size: readonly [number, number],
    stride: number,
    padding: 'SAME' | 'VALID',
  ): this {
    const [rows, columns] = this.windowed(size, stride, padding);
    const options = {
      padding,
      strideWidth: stride,
      strideHeight: stride,
      filterHeight: size[0],
      filterWidth: size[1],
      activation: 'NONE',
    };
    return this.add(`${kind}_POOL_2D`, [this.last], [1, rows, columns, this.shape[3]!], options);
  }

  mean(): this {
    const axes = this.ints(1, 2);
    return this.add('MEAN', [this.last, axes], [1, this.shape[3]!], { keepDimensions: false });
  }

  softmax(): this {
    const output = { scales: [1 / 256], zeroPoints: [-128], axis: 0 };
    return this.add('SOFTMAX', [this.last], this.shape, { beta: 1 }, output);
  }

  /** A function of one value to another quantisation. */
  unary(name: 'RELU' | 'TANH' | 'LOGISTIC' | 'HARD_SWISH' | 'LEAKY_RELU' | 'QUANTIZE'): this {
    const scale = name === 'TANH' ? 1 / 128 : name === 'LOGISTIC' ? 1 / 256 : Math.fround(0.07);
    const zero = name === 'TANH' ? 0 : -128;
    const options = name === 'LEAKY_RELU' ? { alpha: Math.fround(0.1) } : {};
    return this.add(name, [this.last], this.shape, options, { scales: [scale], zeroPoints: [zero], axis: 0 });
  }

  /** With the same values, or with a constant for each channel. */
  binary(name: 'ADD' | 'SUB' | 'MUL' | 'MAXIMUM', broadcast = false): this {
    const shape = broadcast ? [1, 1, 1, this.shape.at(-1)!] : this.shape;
    const values = Int8Array.from({ length: elementCount(shape) }, () => this.random.below(256) - 128);
    const other = this.tensor(shape, VALUES, new Uint8Array(values.buffer));
    const options =
      name === 'MAXIMUM'
        ? {}
        : name === 'MUL'
          ? { activation: 'NONE' }
          : { activation: 'NONE', powerOfTwoScales: true };
    return this.add(name, [this.last, other], this.shape, options, this.tensors[this.last]!.quantization);
  }

  reshape(shape: Shape): this {
    return this.add('RESHAPE', [this.last], shape, { newShape: [...shape] });
  }

  pad(amount: number): this {
    const [, height, width, depth] = this.shape as readonly [number, number, number, number];
    const amounts = Uint8Array.from(
      new Uint8Array(Int32Array.of(0, 0, amount, amount, amount, amount, 0, 0).buffer),
    );
    const sides = this.tensor([4, 2], undefined, amounts, 'int32');
    return this.add('PAD', [this.last, sides], [1, height + 2 * amount, width + 2 * amount, depth], {});
  }

  transpose(): this {
    const [, height, width, depth] = this.shape as readonly [number, number, number, number];
    return this.add('TRANSPOSE', [this.last, this.ints(0, 2, 1, 3)], [1, width, height, depth], {});
  }

  /** Beside itself, along the channels. */
  doubled(): this {
    const shape = [...this.shape.slice(0, -1), 2 * this.shape.at(-1)!];
    return this.add('CONCATENATION', [this.last, this.last], shape, {
      axis: shape.length - 1,
      activation: 'NONE',
    });
  }

  model(): Model {
    const { tensors, operators, input, last } = this;
    return {
      description: 'made to be measured',
      subgraphs: [{ index: 0, name: '', tensors, inputs: [input], outputs: [last], operators }],
    };
  }
}

/** RELU of a zero point above the lower end clamps; at the lower end there is nothing to clamp. */
function outputOf(clamped: boolean): Quantization {
  return clamped ? { ...VALUES, zeroPoints: [-100] } : VALUES;
}

function convolutionOptions(stride: number, padding: 'SAME' | 'VALID'): Options {
  return { padding, strideWidth: stride, strideHeight: stride, dilationWidth: 1, dilationHeight: 1 };
}
