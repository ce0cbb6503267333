import type { Loss } from './loss';
import type { LossSpecOf } from './loss.types';

/** -(t · log σ(x) + (1 - t) · log(1 - σ(x))) as max(x, 0) - x · t + log(1 + e^-|x|), which does not overflow. */
export const binaryCrossEntropy: Loss<LossSpecOf<'binary-cross-entropy'>> = {
  openEnd: 'sigmoid',
  targetWidth: (_spec, width) => width,
  sum(_spec, { count, outputs, width, targets, weights, gradient, scale }) {
    let sum = 0;
    for (let i = 0, at = 0; i < count; i++) {
      const weight = (weights === undefined ? 1 : weights[i]!) / width;
      for (let c = 0; c < width; c++, at++) {
        const x = outputs[at]!;
        sum += weight * (Math.max(x, 0) - x * targets[at]! + Math.log1p(Math.exp(-Math.abs(x))));
        if (gradient !== undefined) gradient[at] = scale * weight * (1 / (1 + Math.exp(-x)) - targets[at]!);
      }
    }
    return sum;
  },
};
