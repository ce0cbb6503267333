import { badSpec } from '../network/errors';
import type { Loss } from './loss';
import type { LossSpecOf } from './loss.types';

/** off² / 2 up to `delta`, delta · (|off| - delta / 2) beyond. */
export const huber: Loss<LossSpecOf<'huber'>> = {
  targetWidth({ delta = 1 }, width) {
    if (!(delta > 0 && delta < Infinity)) throw badSpec(`delta is above 0, not ${delta}`);
    return width;
  },
  sum({ delta = 1 }, { count, outputs, width, targets, weights, gradient, scale }) {
    let sum = 0;
    for (let i = 0, at = 0; i < count; i++) {
      const weight = (weights === undefined ? 1 : weights[i]!) / width;
      for (let c = 0; c < width; c++, at++) {
        const off = outputs[at]! - targets[at]!;
        const bounded = Math.max(-delta, Math.min(delta, off));
        sum += weight * bounded * (off - bounded / 2);
        if (gradient !== undefined) gradient[at] = scale * weight * bounded;
      }
    }
    return sum;
  },
};
