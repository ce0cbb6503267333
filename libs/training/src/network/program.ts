import { type Activation, activationNameOf, activationOf } from './layers/activations';
import { type Allocate, type LayerPass, type LayerRun, type Shape, sizeOf } from './layers/layer';
import { layerKindOf } from './layers/registry';
import type { ActivationName, LayerSpec, NetworkSpec, NetworkWeights } from './network.types';
import { shapesOf } from './shapes';
import { keepInside, snap, type TensorGrids, type TensorRanges, widen } from './tensor-grids';

export interface ProgramOptions {
  /** The most samples at once. */
  readonly maxCount: number;
  /** Memory for gradients too. */
  readonly backward: boolean;
  /** Leaves this activation off the end, since the loss has it in itself. */
  readonly openEnd?: ActivationName | undefined;
  /** Memory for tensors on grids. */
  readonly grids?: boolean;
  readonly allocate?: Allocate;
}

/** One pass over samples that lie in `tensors[0]`. */
export interface Run {
  readonly count: number;
  readonly training: boolean;
  /** The part of the batch that these samples are. Default 1. */
  readonly share?: number;
  /** Chance for layers that want it. Default 0. */
  readonly seed?: number;
  /** Needs a program with memory for grids. */
  readonly grids?: TensorGrids | undefined;
  /** Widened to what the tensors hold, before grids. */
  readonly ranges?: TensorRanges | undefined;
}

interface Step {
  readonly run: LayerRun;
  readonly pass: LayerPass;
  readonly activation: Activation | undefined;
  /** Elements of a sample that comes out, and of its last axis. */
  readonly size: number;
  readonly row: number;
}

/**
 * A network with its memory laid out once; passes forward and back allocate nothing that grows with the network. Tensors are
 * those of the last pass: [0] what went in, [i + 1] what layer i gave, the first `count` samples of each valid.
 */
export class Program {
  readonly tensors: readonly Float32Array[];
  /** Gradients by tensor; empty where none flows. */
  readonly gradients: readonly Float32Array[];
  /** Tensors before they were put on a grid. */
  private readonly raw: readonly Float32Array[];
  private readonly steps: readonly Step[];
  private readonly inputSize: number;

  constructor(spec: NetworkSpec, options: ProgramOptions) {
    const shapes = shapesOf(spec);
    const allocate = options.allocate ?? ((length: number) => new Float32Array(length));
    const room = (shape: Shape): Float32Array => allocate(sizeOf(shape) * options.maxCount);
    const learns = learnsBefore(spec, shapes);
    this.inputSize = sizeOf(spec.input);
    this.tensors = shapes.map(room);
    this.raw = options.grids === true ? shapes.map(room) : this.tensors;
    this.gradients = shapes.map((shape, i) => (options.backward && learns[i]! ? room(shape) : allocate(0)));
    this.steps = spec.layers.map((layer, i) => ({
      run: layerKindOf(layer).build(layerPlace(layer, shapes, i, { ...options, allocate })),
      pass: this.passOf(i, learns[i]!),
      activation: activationOf(endingOf(layer, i === spec.layers.length - 1 ? options.openEnd : undefined)),
      size: sizeOf(shapes[i + 1]!),
      row: shapes[i + 1]!.at(-1)!,
    }));
  }

  /** What the last layer gave in the last pass. */
  get output(): Float32Array {
    return this.tensors.at(-1)!;
  }

  /** Where the loss writes its gradient by `output`. */
  get outputGradient(): Float32Array {
    return this.gradients.at(-1)!;
  }

  /** Runs every layer over the samples in `tensors[0]`. */
  forward(weights: NetworkWeights, run: Run): void {
    this.settle(0, run, run.count * this.inputSize);
    for (const [i, { run: layer, pass, activation, size, row }] of this.steps.entries()) {
      pass.count = run.count;
      pass.share = run.share ?? 1;
      pass.training = run.training;
      pass.seed = mixSeeds(run.seed ?? 0, i);
      pass.weights = weights[i]!;
      layer.forward(pass);
      activation?.apply(pass.output, run.count * size, row);
      this.settle(i + 1, run, run.count * size);
    }
  }

  /** Adds the gradients of every number to `gradients`; the loss's own is in `outputGradient`. Follows `forward`. */
  backward(gradients: NetworkWeights, run: Run): void {
    for (let i = this.steps.length - 1; i >= 0; i--) {
      const { run: layer, pass, activation, size, row } = this.steps[i]!;
      if (pass.outputGradient.length === 0) return;
      const length = run.count * size;
      const raw = run.grids === undefined ? pass.output : this.raw[i + 1]!;
      if (run.grids !== undefined) keepInside(run.grids, i + 1, raw, pass.outputGradient, length);
      activation?.back(raw, pass.outputGradient, length, row);
      pass.gradients = gradients[i]!;
      layer.backward(pass);
    }
  }

  /** Notes a tensor's range and puts it on its grid. */
  private settle(tensor: number, { grids, ranges }: Run, length: number): void {
    const values = this.tensors[tensor]!;
    if (ranges !== undefined) widen(ranges, tensor, values, length);
    if (grids === undefined) return;
    this.raw[tensor]!.set(values.subarray(0, length));
    snap(grids, tensor, values, length);
  }

  private passOf(layer: number, inward: boolean): LayerPass {
    return {
      count: 0,
      share: 1,
      weights: {},
      gradients: {},
      input: this.tensors[layer]!,
      output: this.tensors[layer + 1]!,
      outputGradient: this.gradients[layer + 1]!,
      inputGradient: inward ? this.gradients[layer]! : undefined,
      training: false,
      seed: 0,
    };
  }
}

function layerPlace(
  spec: LayerSpec,
  shapes: readonly Shape[],
  index: number,
  { maxCount, allocate }: { readonly maxCount: number; readonly allocate: Allocate },
) {
  return { spec, input: shapes[index]!, output: shapes[index + 1]!, maxCount, allocate };
}

function endingOf(layer: LayerSpec, open: ActivationName | undefined): ActivationName {
  const name = activationNameOf(layer);
  return name === open ? 'linear' : name;
}

/** For each tensor whether anything before it has numbers to learn. */
function learnsBefore(spec: NetworkSpec, shapes: readonly Shape[]): readonly boolean[] {
  const learns = [false];
  for (const [i, layer] of spec.layers.entries()) {
    const own = Object.keys(layerKindOf(layer).parameters(layer, shapes[i]!)).length > 0;
    learns.push(learns[i]! || own);
  }
  return learns;
}

/** One 32-bit number from two, so that neighbours share nothing (the finaliser of MurmurHash3). */
export function mixSeeds(a: number, b: number): number {
  let hash = (Math.imul(a, 0x9e3779b1) + Math.imul(b + 1, 0x85ebca77)) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
