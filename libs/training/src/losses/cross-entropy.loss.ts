import { badSpec } from '../network/errors';
import type { Loss } from './loss';
import type { LossSpecOf } from './loss.types';
import { logSumExp } from './log-sum-exp';

/** -Σ target · log softmax(output); its gradient is softmax(output) - target. */
export const crossEntropy: Loss<LossSpecOf<'cross-entropy'>> = {
  openEnd: 'softmax',
  targetWidth({ smoothing = 0 }, width) {
    if (!(smoothing >= 0 && smoothing < 1)) throw badSpec(`smoothing lies in [0, 1), not at ${smoothing}`);
    if (width < 2) throw badSpec('cross-entropy is between two classes or more');
    return width;
  },
  sum({ smoothing = 0 }, { count, outputs, width, targets, weights, gradient, scale }) {
    const spread = smoothing / width;
    let sum = 0;
    for (let i = 0, start = 0; i < count; i++, start += width) {
      const weight = weights === undefined ? 1 : weights[i]!;
      const log = logSumExp(outputs, start, width, 1);
      for (let at = start; at < start + width; at++) {
        const target = targets[at]! * (1 - smoothing) + spread;
        sum += weight * target * (log - outputs[at]!);
        if (gradient !== undefined) gradient[at] = scale * weight * (Math.exp(outputs[at]! - log) - target);
      }
    }
    return sum;
  },
};
