import type { Loss } from '../losses/loss';
import { lossKindOf } from '../losses/registry';
import type { NetworkWeights } from '../network/network.types';
import { mixSeeds, Program } from '../network/program';
import { inputSizeOf, outputSizeOf } from '../network/shapes';
import { clearRanges } from '../network/tensor-grids';
import { layoutOf, viewsOf } from '../network/weight-layout';
import { Evaluator } from './evaluator';
import { COMMAND, CONTROL, targetWidthOf, type TeamMemory } from './team-memory';

/**
 * One thread's hands on the common memory. A batch is always cut into the same shards, whoever takes them, and each shard's
 * gradient is summed by itself from zero: the same bits for any number of threads.
 */
export class ShardRunner {
  private readonly program: Program;
  private readonly kind: Loss;
  private readonly evaluator: Evaluator | undefined;
  private readonly weights: NetworkWeights;
  private readonly gradients: readonly { readonly flat: Float32Array; readonly views: NetworkWeights }[];
  private readonly inputSize: number;
  private readonly width: number;
  private readonly targetWidth: number;
  private readonly targets: Float32Array;
  private readonly sampleWeights: Float32Array | undefined;

  constructor(private readonly memory: TeamMemory) {
    const { spec, loss, rows, shards } = memory;
    const layout = layoutOf(spec);
    this.kind = lossKindOf(loss);
    const grids = memory.grids !== undefined;
    this.program = new Program(spec, { maxCount: rows, backward: true, openEnd: this.kind.openEnd, grids });
    this.evaluator = memory.validation && new Evaluator(spec, loss, rows, grids);
    this.weights = viewsOf(layout, memory.weights);
    this.gradients = Array.from({ length: shards }, (_, shard) => {
      const flat = memory.gradients.subarray(shard * layout.length, (shard + 1) * layout.length);
      return { flat, views: viewsOf(layout, flat) };
    });
    this.inputSize = inputSizeOf(spec);
    this.width = outputSizeOf(spec);
    this.targetWidth = targetWidthOf(spec, loss);
    this.targets = new Float32Array(rows * this.targetWidth);
    this.sampleWeights = memory.train.weights && new Float32Array(rows);
  }

  /** Does this thread's part of the command that stands in the common memory. */
  run(thread: number, threads: number): void {
    const { control, shards, sums, validation, outputs, grids, rows } = this.memory;
    if (control[CONTROL.command] === COMMAND.train) {
      for (let shard = thread; shard < shards; shard += threads) this.trainShard(shard);
      return;
    }
    if (validation === undefined || this.evaluator === undefined) return;
    for (let chunk = thread; chunk * rows < validation.count; chunk += threads) {
      sums[chunk] = this.evaluator.chunk(chunk, validation, this.weights, outputs, grids);
    }
  }

  private trainShard(shard: number): void {
    const { control, rows, sums, loss, grids, ranges, spec } = this.memory;
    const batch = control[CONTROL.count]!;
    const count = Math.min(rows, batch - shard * rows);
    if (count <= 0) return;
    this.gather(control[CONTROL.start]! + shard * rows, count);
    const tensors = 2 * (spec.layers.length + 1);
    const ownRanges = ranges?.subarray(shard * tensors, (shard + 1) * tensors);
    if (ownRanges !== undefined) clearRanges(ownRanges);
    const seed = mixSeeds(control[CONTROL.seed]!, shard);
    const run = { count, training: true, share: count / batch, seed, grids, ranges: ownRanges };
    const { flat, views } = this.gradients[shard]!;
    flat.fill(0);
    this.program.forward(this.weights, run);
    sums[shard] = this.kind.sum(loss, {
      count,
      outputs: this.program.output,
      width: this.width,
      targets: this.targets,
      weights: this.sampleWeights,
      gradient: this.program.outputGradient,
      scale: 1 / batch,
    });
    this.program.backward(views, run);
  }

  private gather(start: number, count: number): void {
    const { order, train } = this.memory;
    const inputs = this.program.tensors[0]!;
    for (let i = 0; i < count; i++) {
      const sample = order[start + i]!;
      copyRow(train.inputs, sample, inputs, i, this.inputSize);
      copyRow(train.targets, sample, this.targets, i, this.targetWidth);
      if (this.sampleWeights !== undefined) this.sampleWeights[i] = train.weights![sample]!;
    }
  }
}

function copyRow(from: Float32Array, fromRow: number, to: Float32Array, toRow: number, size: number): void {
  for (let at = fromRow * size, into = toRow * size, end = at + size; at < end; at++) to[into++] = from[at]!;
}
