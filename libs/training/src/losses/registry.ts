import { badShape, badSpec } from '../network/errors';
import { binaryCrossEntropy } from './binary-cross-entropy.loss';
import { crossEntropy } from './cross-entropy.loss';
import { distillation } from './distillation.loss';
import { huber } from './huber.loss';
import type { Loss } from './loss';
import type { LossKindName, LossSpec, LossSpecOf } from './loss.types';
import { meanSquaredError } from './mean-squared-error.loss';
import { quantile } from './quantile.loss';

/** Every loss there is, one row each. */
export const LOSSES: { readonly [K in LossKindName]: Loss<LossSpecOf<K>> } = {
  'binary-cross-entropy': binaryCrossEntropy,
  'cross-entropy': crossEntropy,
  distillation,
  huber,
  'mean-squared-error': meanSquaredError,
  quantile,
};

/** The row of a loss. Throws `TRAINING.BAD_SPEC` for a kind that there is not. */
export function lossKindOf(spec: LossSpec): Loss {
  if (!Object.hasOwn(LOSSES, spec.kind)) {
    throw badSpec(`no loss of kind '${String(spec.kind)}'; known: ${Object.keys(LOSSES).join(', ')}`);
  }
  return LOSSES[spec.kind] as unknown as Loss;
}

/** What is judged: outputs [samples, width] (logits, where the loss contains the last activation) against targets. */
export interface Judged {
  readonly outputs: Float32Array;
  readonly width: number;
  readonly targets: Float32Array;
  /** What each sample counts; default 1. */
  readonly weights?: Float32Array;
}

/**
 * The mean loss over samples and its gradient by the outputs.
 * Throws `TRAINING.BAD_SPEC` for a loss without sense and `TRAINING.BAD_SHAPE` where lengths do not agree.
 */
export function lossOf(spec: LossSpec, judged: Judged): { loss: number; gradient: Float32Array } {
  const { outputs, width, targets, weights } = judged;
  const kind = lossKindOf(spec);
  const count = outputs.length / width;
  const expected = count * kind.targetWidth(spec, width);
  if (!Number.isInteger(count) || count < 1 || targets.length !== expected) {
    throw badShape(
      `${outputs.length} outputs of ${width} a sample against ${targets.length} targets, not ${expected}`,
    );
  }
  if (weights !== undefined && weights.length !== count)
    throw badShape(`${weights.length} weights, ${count} samples`);
  const gradient = outputs.slice();
  const sum = kind.sum(spec, { count, outputs, width, targets, weights, gradient, scale: 1 / count });
  return { loss: sum / count, gradient };
}
