import type { NetworkWeights } from '../network/network.types';
import { writeGrids } from '../network/tensor-grids';
import { viewsOf, type WeightLayout } from '../network/weight-layout';
import type { Optimizer } from '../optimizers/optimizer';
import type { TeamMemory } from '../workers/team-memory';
import type { TensorRange, TrainingHooks } from './hooks';

/** What is done with the numbers of a network between passes, on the calling thread. */
export class Stepper {
  /** What the optimizer moves; the same memory as passes see, unless a hook puts something else before them. */
  readonly master: Float32Array;
  private readonly masterViews: NetworkWeights;
  private readonly effectiveViews: NetworkWeights;

  constructor(
    private readonly layout: WeightLayout,
    private readonly memory: TeamMemory,
    private readonly optimizer: Optimizer,
    private readonly hooks: TrainingHooks,
    private readonly clipNorm: number,
  ) {
    this.master = hooks.quantizeWeights === undefined ? memory.weights : new Float32Array(layout.length);
    this.masterViews = viewsOf(layout, this.master);
    this.effectiveViews = viewsOf(layout, memory.weights);
  }

  /** Puts before the passes what hooks want them to see. */
  beforePasses(): void {
    this.hooks.quantizeWeights?.(this.masterViews, this.effectiveViews);
    if (this.hooks.tensorGrids !== undefined) writeGrids(this.hooks.tensorGrids(), this.memory.grids!);
  }

  /** Sums the shards' gradients in their order, and moves the weights by one step. */
  afterPasses(shards: number, learningRate: number, step: number): void {
    const gradient = this.sumShards(shards);
    this.clip(gradient);
    this.optimizer.step(this.master, gradient, learningRate);
    for (const { start, length, rule } of this.layout.entries) {
      if (rule.momentum === undefined) continue;
      for (let i = start; i < start + length; i++) {
        this.master[i] = rule.momentum * this.master[i]! + (1 - rule.momentum) * gradient[i]!;
      }
    }
    this.hooks.afterStep?.(this.masterViews, step);
    if (this.hooks.onRanges !== undefined) this.hooks.onRanges(this.rangesOf(shards), step);
  }

  private sumShards(shards: number): Float32Array {
    const { length } = this.layout;
    const { gradients } = this.memory;
    for (let from = length; from < shards * length; from += length) {
      for (let i = 0; i < length; i++) gradients[i]! += gradients[from + i]!;
    }
    return gradients.subarray(0, length);
  }

  private clip(gradient: Float32Array): void {
    if (this.clipNorm === Infinity) return;
    const learnt = this.layout.entries.filter(({ rule }) => rule.momentum === undefined);
    let squares = 0;
    for (const { start, length } of learnt) {
      for (let i = start; i < start + length; i++) squares += gradient[i]! * gradient[i]!;
    }
    const factor = this.clipNorm / Math.sqrt(squares);
    if (!(factor < 1)) return;
    for (const { start, length } of learnt) {
      for (let i = start; i < start + length; i++) gradient[i]! *= factor;
    }
  }

  private rangesOf(shards: number): readonly TensorRange[] {
    const ranges = this.memory.ranges!;
    const tensors = ranges.length / 2 / this.memory.shards;
    return Array.from({ length: tensors }, (_, tensor) => {
      let min = Infinity;
      let max = -Infinity;
      for (let shard = 0; shard < shards; shard++) {
        min = Math.min(min, ranges[2 * (shard * tensors + tensor)]!);
        max = Math.max(max, ranges[2 * (shard * tensors + tensor) + 1]!);
      }
      return { min, max };
    });
  }
}
