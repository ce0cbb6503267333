import type { WeightLayout } from '../network/weight-layout';
import type { OptimizerSpec } from './optimizer.types';

/** An optimizer with what it remembers of earlier steps. */
export interface Optimizer {
  /** Changes `weights` in place by one step against `gradient`; arrays that follow statistics are left alone. */
  step(weights: Float32Array, gradient: Float32Array, learningRate: number): void;
}

/** Everything there is to know of one kind of optimizer. */
export interface OptimizerKind<S extends OptimizerSpec = OptimizerSpec> {
  /** Where the spec names none. */
  readonly learningRate: number;
  /** Throws `TRAINING.BAD_SPEC`. */
  build(spec: S, layout: WeightLayout): Optimizer;
}

/** A stretch of numbers that learn by gradient, and the part that decays of it in one step of rate 1. */
export interface Learnt {
  readonly start: number;
  readonly end: number;
  readonly decay: number;
}

/** The stretches of a layout that learn by gradient. */
export function learntOf(layout: WeightLayout, weightDecay: number): readonly Learnt[] {
  return layout.entries
    .filter(({ rule }) => rule.momentum === undefined)
    .map(({ start, length, rule }) => ({ start, end: start + length, decay: rule.decays ? weightDecay : 0 }));
}
