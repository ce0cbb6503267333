import type { NetworkWeights } from '../network/network.types';
import type { QuantizationGrid } from '../network/tensor-grids';

/** What a tensor held over one batch, before it was put on a grid. */
export interface TensorRange {
  readonly min: number;
  readonly max: number;
}

/**
 * What may be done to a training from outside, for quantisation-aware training and pruning. All run on the calling thread
 * between steps, and what they decide reaches every thread as numbers: functions do not cross threads, and the result is the
 * same bits for any count of them. Tensors are counted as `forward` counts them: [0] the input, [i + 1] what layer i gives,
 * after its activation; the softmax that the loss contains is left off, so that the last tensor holds logits.
 */
export interface TrainingHooks {
  /**
   * Before each step and each evaluation: writes to `effective` the weights that passes are to see, from the `master` ones,
   * which the optimizer moves and which are what training returns. Gradients go straight through. `effective` holds what it
   * held after the last call.
   */
  readonly quantizeWeights?: (master: NetworkWeights, effective: NetworkWeights) => void;
  /**
   * Before each step and each evaluation: the grid that each tensor is put on, undefined for none. Gradients go straight
   * through where a value lies on the grid's range, and stop where it was clamped.
   */
  readonly tensorGrids?: () => readonly (QuantizationGrid | undefined)[];
  /** After each step: what each tensor held over the batch. */
  readonly onRanges?: (ranges: readonly TensorRange[], step: number) => void;
  /** After each step: may change the weights in place (masks, projections). Steps are counted from 0. */
  readonly afterStep?: (weights: NetworkWeights, step: number) => void;
}
