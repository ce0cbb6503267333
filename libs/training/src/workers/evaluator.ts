import { type Activation, activationNameOf, activationOf } from '../network/layers/activations';
import type { Loss } from '../losses/loss';
import type { LossSpec } from '../losses/loss.types';
import { lossKindOf } from '../losses/registry';
import type { NetworkSpec, NetworkWeights } from '../network/network.types';
import { Program } from '../network/program';
import { inputSizeOf, outputSizeOf } from '../network/shapes';
import { type DataMemory, targetWidthOf } from './team-memory';

/** Runs a network as a device would, some samples at a time, and judges what comes out. */
export class Evaluator {
  private readonly program: Program;
  private readonly kind: Loss;
  private readonly inputSize: number;
  private readonly width: number;
  private readonly targetWidth: number;
  /** The activation that the loss contains, which results are to have nevertheless. */
  private readonly ending: Activation | undefined;

  /** `rows` is the most samples at a time. */
  constructor(
    spec: NetworkSpec,
    private readonly loss: LossSpec,
    readonly rows: number,
    grids: boolean,
  ) {
    this.kind = lossKindOf(loss);
    const { openEnd } = this.kind;
    this.program = new Program(spec, { maxCount: rows, backward: false, openEnd, grids });
    this.inputSize = inputSizeOf(spec);
    this.width = outputSizeOf(spec);
    this.targetWidth = targetWidthOf(spec, loss);
    const last = activationNameOf(spec.layers.at(-1)!);
    this.ending = last === openEnd ? activationOf(last) : undefined;
  }

  /** Judges the samples of one chunk: the sum of their losses. Their results go to their place in `outputs`. */
  chunk(
    index: number,
    data: DataMemory,
    weights: NetworkWeights,
    outputs: Float32Array,
    grids?: Float64Array,
  ): number {
    const { program, width, targetWidth } = this;
    const start = index * this.rows;
    const count = Math.min(this.rows, data.count - start);
    const end = start + count;
    program.tensors[0]!.set(data.inputs.subarray(start * this.inputSize, end * this.inputSize));
    program.forward(weights, { count, training: false, grids });
    const sum = this.kind.sum(this.loss, {
      count,
      outputs: program.output,
      width,
      targets: data.targets.subarray(start * targetWidth, end * targetWidth),
      weights: data.weights?.subarray(start, end),
      gradient: undefined,
      scale: 1,
    });
    this.ending?.apply(program.output, count * width, width);
    outputs.set(program.output.subarray(0, count * width), start * width);
    return sum;
  }
}
