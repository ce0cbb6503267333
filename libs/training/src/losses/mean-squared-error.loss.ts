import type { Loss } from './loss';
import type { LossSpecOf } from './loss.types';

/** (output - target)². */
export const meanSquaredError: Loss<LossSpecOf<'mean-squared-error'>> = {
  targetWidth: (_spec, width) => width,
  sum(_spec, { count, outputs, width, targets, weights, gradient, scale }) {
    let sum = 0;
    for (let i = 0, at = 0; i < count; i++) {
      const weight = (weights === undefined ? 1 : weights[i]!) / width;
      for (let c = 0; c < width; c++, at++) {
        const off = outputs[at]! - targets[at]!;
        sum += weight * off * off;
        if (gradient !== undefined) gradient[at] = 2 * scale * weight * off;
      }
    }
    return sum;
  },
};
