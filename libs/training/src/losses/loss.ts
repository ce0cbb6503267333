import type { ActivationName } from '../network/network.types';
import type { LossSpec } from './loss.types';

/** Samples to be judged, one row each. */
export interface LossRows {
  readonly count: number;
  /** [count, width], before the activation that the loss has in itself. */
  readonly outputs: Float32Array;
  readonly width: number;
  /** [count, targetWidth]. */
  readonly targets: Float32Array;
  /** What each row counts; undefined: 1. */
  readonly weights: Float32Array | undefined;
  /** Set to scale · (gradient of the rows' weighted sum by outputs), where given. */
  readonly gradient: Float32Array | undefined;
  readonly scale: number;
}

/** Everything there is to know of one kind of loss. */
export interface Loss<S extends LossSpec = LossSpec> {
  /** The activation at the network's end that the loss contains. */
  readonly openEnd?: ActivationName;
  /** Numbers of a target for so many outputs. Throws `TRAINING.BAD_SPEC` where the loss, or these outputs, make no sense. */
  targetWidth(spec: S, width: number): number;
  /** The rows' weighted sum, in double, first to last. */
  sum(spec: S, rows: LossRows): number;
}
