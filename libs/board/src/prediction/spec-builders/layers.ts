import { elementCount } from '@fettle/tinyml';
import { type NetworkBuilder, type Options, type Stored, type Value } from './network-builder';

/** Layers as converters write them, on a builder. Pictures are [1, rows, columns, channels]. */
export class Layers {
  constructor(readonly builder: NetworkBuilder) {}

  conv(
    from: Value,
    channels: number,
    size: number,
    stride = 1,
    options: Options = { activation: 'RELU' },
  ): Value {
    const [, rows, columns, depth] = this.builder.shapeOf(from) as readonly number[];
    const [height, width] = [Math.min(size, rows!), Math.min(size, columns!)];
    const weights = this.builder.weights([channels, height, width, depth!], { axis: 0 });
    const shape = [1, Math.ceil(rows! / stride), Math.ceil(columns! / stride), channels];
    const inputs = [from, weights, this.builder.bias(channels)];
    const { activation } = options;
    return this.builder.apply(
      'CONV_2D',
      inputs,
      shape,
      { ...windows(stride), ...options },
      rectified(activation),
    );
  }

  depthwise(from: Value, size: readonly [number, number], stride = 1): Value {
    const [, rows, columns, depth] = this.builder.shapeOf(from) as readonly number[];
    const weights = this.builder.weights([1, ...size, depth!], { axis: 3, scale: 0.006 });
    const shape = [1, Math.ceil(rows! / stride), Math.ceil(columns! / stride), depth!];
    const inputs = [from, weights, this.builder.bias(depth!)];
    return this.builder.apply(
      'DEPTHWISE_CONV_2D',
      inputs,
      shape,
      { ...windows(stride), activation: 'RELU' },
      LOW,
    );
  }

  transposeConv(from: Value, channels: number, size: number, stride: number): Value {
    const [, rows, columns, depth] = this.builder.shapeOf(from) as readonly number[];
    const shape = [1, rows! * stride, columns! * stride, channels];
    const weights = this.builder.weights([channels, size, size, depth!], { axis: 0 });
    const inputs = [this.builder.ints(...shape), weights, from, this.builder.bias(channels)];
    const options = { padding: 'SAME', strideWidth: stride, strideHeight: stride, activation: 'NONE' };
    return this.builder.apply('TRANSPOSE_CONV', inputs, shape, options);
  }

  dense(from: Value, units: number, activation = 'NONE'): Value {
    const depth = elementCount(this.builder.shapeOf(from));
    const inputs = [from, this.builder.weights([units, depth]), this.builder.bias(units)];
    const options = { activation, shuffled: false, keepDimensions: false };
    return this.builder.apply('FULLY_CONNECTED', inputs, [1, units], options, rectified(activation));
  }

  reshape(from: Value, ...shape: number[]): Value {
    return this.builder.move('RESHAPE', [from], shape, { newShape: shape });
  }

  map(name: string, from: Value, stored: Stored = MAPPED[name] ?? {}): Value {
    const options = name === 'LEAKY_RELU' ? { alpha: Math.fround(0.2) } : {};
    return this.builder.apply(name, [from], this.builder.shapeOf(from), options, stored);
  }

  softmax(from: Value): Value {
    const stored = { scale: 1 / 256, zero: -128 };
    return this.builder.apply('SOFTMAX', [from], this.builder.shapeOf(from), { beta: 1 }, stored);
  }

  pair(name: 'ADD' | 'SUB' | 'MUL', a: Value, b: Value, activation = 'NONE'): Value {
    const options = { activation, ...(name === 'MUL' ? {} : { powerOfTwoScales: true }) };
    return this.builder.apply(name, [a, b], this.builder.shapeOf(a), options);
  }

  mean(from: Value): Value {
    const [, , , depth] = this.builder.shapeOf(from);
    return this.builder.apply('MEAN', [from, this.builder.ints(1, 2)], [1, 1, 1, depth!], {
      keepDimensions: true,
    });
  }

  greatest(from: Value): Value {
    const [, , , depth] = this.builder.shapeOf(from);
    const inputs = [from, this.builder.ints(1, 2)];
    return this.builder.move('REDUCE_MAX', inputs, [1, depth!], { keepDimensions: false });
  }

  resize(from: Value, rows: number, columns: number): Value {
    const shape = [1, rows, columns, this.builder.shapeOf(from)[3]!];
    const options = { alignCorners: false, halfPixelCenters: true };
    return this.builder.move(
      'RESIZE_NEAREST_NEIGHBOR',
      [from, this.builder.ints(rows, columns)],
      shape,
      options,
    );
  }

  slice(from: Value, begin: readonly number[], end: readonly number[]): Value {
    const steps = begin.map(() => 1);
    const shape = end.map((to, axis) => to - begin[axis]!);
    const options = {
      beginMask: 0,
      endMask: 0,
      ellipsisMask: 0,
      newAxisMask: 0,
      shrinkAxisMask: 0,
      offset: false,
    };
    const bounds = [begin, end, steps].map((values) => this.builder.ints(...values));
    return this.builder.move('STRIDED_SLICE', [from, ...bounds], shape, options);
  }

  join(parts: readonly Value[], axis: number): Value {
    const shapes = parts.map((part) => this.builder.shapeOf(part));
    const shape = shapes[0]!.map((extent, i) =>
      i === axis ? shapes.reduce((sum, each) => sum + each[axis]!, 0) : extent,
    );
    return this.builder.move('CONCATENATION', parts, shape, { axis, activation: 'NONE' });
  }

  split(from: Value, axis: number, parts: number): readonly Value[] {
    const shape = this.builder.shapeOf(from).map((extent, i) => (i === axis ? extent / parts : extent));
    const shapes = Array.from({ length: parts }, () => shape);
    const inputs = [this.builder.ints(axis), from];
    return this.builder.applyAll('SPLIT', inputs, shapes, { parts }, this.builder.storedAs(from));
  }

  transpose(from: Value, ...order: number[]): Value {
    const shape = order.map((axis) => this.builder.shapeOf(from)[axis]!);
    return this.builder.move('TRANSPOSE', [from, this.builder.ints(...order)], shape);
  }

  pad(from: Value, ...sides: number[]): Value {
    const shape = this.builder
      .shapeOf(from)
      .map((extent, axis) => extent + sides[2 * axis]! + sides[2 * axis + 1]!);
    return this.builder.move('PAD', [from, this.builder.pairs(...sides)], shape);
  }

  /** The last `frames` of a stream, [1, frames, ...], of which `frame` is the newest. */
  remember(frame: Value, frames: number): Value {
    const { builder } = this;
    const [, , ...rest] = builder.shapeOf(frame);
    const options = { container: '', sharedName: `before ${frame}` };
    const handle = builder.apply('VAR_HANDLE', [], [1], options, { type: 'resource' });
    const before = builder.move('READ_VARIABLE', [handle], [1, frames - 1, ...rest], {}, frame);
    const all = this.join([before, frame], 1);
    const after = this.slice(all, [0, 1, ...rest.map(() => 0)], [1, frames, ...rest]);
    builder.applyAll('ASSIGN_VARIABLE', [handle, after], []);
    return all;
  }

  /** An LSTM with state over a series [1, steps, channels]. */
  lstm(from: Value, units: number): Value {
    const { builder } = this;
    const [, steps, channels] = builder.shapeOf(from) as readonly [number, number, number];
    const hidden = { scale: 1 / 128, zero: 0 };
    const inputs = new Array<number>(24).fill(-1);
    inputs[0] = from;
    for (let gate = 0; gate < 4; gate++) {
      inputs[1 + gate] = builder.weights([units, channels], { scale: 0.008 });
      inputs[5 + gate] = builder.weights([units, units], { scale: 0.007 });
      inputs[12 + gate] = builder.bias(units, 1000);
    }
    inputs[18] = builder.state([1, units], hidden);
    inputs[19] = builder.state([1, units], { type: 'int16', scale: 2 ** -12, zero: 0 });
    const options = { activation: 'TANH', cellClip: 0, timeMajor: false };
    return builder.apply('UNIDIRECTIONAL_SEQUENCE_LSTM', inputs, [1, steps, units], options, hidden);
  }
}

/** What is never below 0 is stored from the lowest value on. */
const LOW = { zero: -128 };

const rectified = (activation: Options[string] | undefined): Stored => (activation === 'RELU' ? LOW : {});

const MAPPED: Readonly<Record<string, Stored>> = {
  LOGISTIC: { scale: 1 / 256, zero: -128 },
  TANH: { scale: 1 / 128, zero: 0 },
  DEQUANTIZE: { type: 'float32' },
};

function windows(stride: number): Options {
  return { padding: 'SAME', strideWidth: stride, strideHeight: stride, dilationWidth: 1, dilationHeight: 1 };
}
