/** A loss as it is written down. All are means over a sample's outputs, then over samples. */
export type LossSpec =
  /**
   * Targets [classes] are shares that sum to 1: one-hot or soft. A softmax at the network's end is part of the loss; without
   * one, outputs are taken as logits. `smoothing` spreads that share of the target evenly.
   */
  | { readonly kind: 'cross-entropy'; readonly smoothing?: number }
  /** Targets in [0, 1] for each output; a sigmoid at the network's end is part of the loss, else outputs are logits. */
  | { readonly kind: 'binary-cross-entropy' }
  | { readonly kind: 'mean-squared-error' }
  /** Half the square up to `delta`, straight beyond: outliers pull no harder than at `delta` (Huber, 1964). Default 1. */
  | { readonly kind: 'huber'; readonly delta?: number }
  /** Pinball loss (Koenker and Bassett, 1978): outputs [targets, quantiles], so that each target has all its quantiles together. */
  | { readonly kind: 'quantile'; readonly quantiles: readonly number[] }
  /**
   * A teacher's logits beside the truth (Hinton, Vinyals and Dean, 2015): targets [classes of the truth, logits of the teacher].
   * hardShare · cross-entropy + (1 - hardShare) · temperature² · cross-entropy of both softened by the temperature.
   */
  | { readonly kind: 'distillation'; readonly temperature: number; readonly hardShare: number };

export type LossKindName = LossSpec['kind'];

export type LossSpecOf<K extends LossKindName> = Extract<LossSpec, { kind: K }>;
