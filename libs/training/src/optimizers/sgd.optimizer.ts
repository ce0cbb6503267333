import { badSpec } from '../network/errors';
import { learntOf, type OptimizerKind } from './optimizer';
import type { OptimizerSpecOf } from './optimizer.types';

/** Down the gradient, with what is left of earlier steps. */
export const sgd: OptimizerKind<OptimizerSpecOf<'sgd'>> = {
  learningRate: 1e-2,
  build({ momentum = 0, weightDecay = 0 }, layout) {
    if (!(momentum >= 0 && momentum < 1)) throw badSpec(`momentum lies in [0, 1), not at ${momentum}`);
    if (!(weightDecay >= 0)) throw badSpec(`weightDecay is at least 0, not ${weightDecay}`);
    const learnt = learntOf(layout, weightDecay);
    const velocity = new Float32Array(layout.length);
    return {
      step(weights, gradient, learningRate) {
        for (const { start, end, decay } of learnt) {
          const kept = 1 - learningRate * decay;
          for (let i = start; i < end; i++) {
            const v = momentum * velocity[i]! + gradient[i]!;
            velocity[i] = v;
            weights[i] = kept * weights[i]! - learningRate * v;
          }
        }
      },
    };
  },
};
