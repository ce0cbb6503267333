import { badSpec } from '../network/errors';
import { learntOf, type OptimizerKind } from './optimizer';
import type { OptimizerSpecOf } from './optimizer.types';

/** Steps of about the learning rate whatever the gradient's size: its mean over the root of its mean square. */
export const adam: OptimizerKind<OptimizerSpecOf<'adam'>> = {
  learningRate: 1e-3,
  build({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, weightDecay = 0 }, layout) {
    for (const beta of [beta1, beta2])
      if (!(beta >= 0 && beta < 1)) throw badSpec(`a beta lies in [0, 1), not at ${beta}`);
    if (!(epsilon > 0)) throw badSpec(`epsilon is above 0, not ${epsilon}`);
    if (!(weightDecay >= 0)) throw badSpec(`weightDecay is at least 0, not ${weightDecay}`);
    const learnt = learntOf(layout, weightDecay);
    const mean = new Float32Array(layout.length);
    const square = new Float32Array(layout.length);
    let power1 = 1;
    let power2 = 1;
    return {
      step(weights, gradient, learningRate) {
        power1 *= beta1;
        power2 *= beta2;
        const rate = learningRate / (1 - power1);
        const correction = 1 / Math.sqrt(1 - power2);
        for (const { start, end, decay } of learnt) {
          const kept = 1 - learningRate * decay;
          for (let i = start; i < end; i++) {
            const slope = gradient[i]!;
            const m = beta1 * mean[i]! + (1 - beta1) * slope;
            const v = beta2 * square[i]! + (1 - beta2) * slope * slope;
            mean[i] = m;
            square[i] = v;
            weights[i] = kept * weights[i]! - (rate * m) / (Math.sqrt(v) * correction + epsilon);
          }
        }
      },
    };
  },
};
