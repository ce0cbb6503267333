import { badSpec } from '../network/errors';
import { logSumExp } from './log-sum-exp';
import type { Loss } from './loss';
import type { LossSpecOf } from './loss.types';

/** The truth's cross-entropy and the teacher's, softened; the square of the temperature keeps their gradients of one size. */
export const distillation: Loss<LossSpecOf<'distillation'>> = {
  openEnd: 'softmax',
  targetWidth({ temperature, hardShare }, width) {
    if (!(temperature > 0 && temperature < Infinity))
      throw badSpec(`temperature is above 0, not ${temperature}`);
    if (!(hardShare >= 0 && hardShare <= 1)) throw badSpec(`hardShare lies in [0, 1], not at ${hardShare}`);
    if (width < 2) throw badSpec('distillation is between two classes or more');
    return 2 * width;
  },
  sum({ temperature, hardShare }, { count, outputs, width, targets, weights, gradient, scale }) {
    const cool = 1 / temperature;
    const soft = (1 - hardShare) * temperature * temperature;
    let sum = 0;
    for (let i = 0, start = 0; i < count; i++, start += width) {
      const weight = weights === undefined ? 1 : weights[i]!;
      const log = logSumExp(outputs, start, width, 1);
      const coolLog = logSumExp(outputs, start, width, cool);
      const teacherLog = logSumExp(targets, 2 * start + width, width, cool);
      for (let c = 0; c < width; c++) {
        const at = start + c;
        const target = targets[2 * start + c]!;
        const teacher = Math.exp(targets[2 * start + width + c]! * cool - teacherLog);
        sum += weight * hardShare * target * (log - outputs[at]!);
        sum += weight * soft * teacher * (coolLog - outputs[at]! * cool);
        if (gradient === undefined) continue;
        const hardSlope = hardShare * (Math.exp(outputs[at]! - log) - target);
        const softSlope = soft * cool * (Math.exp(outputs[at]! * cool - coolLog) - teacher);
        gradient[at] = scale * weight * (hardSlope + softSlope);
      }
    }
    return sum;
  },
};

/**
 * Targets for a `distillation` loss: each sample's truth [classes] and then its teacher's logits [classes]
 * (of `forward(teacher, inputs, { softmax: false })`). Both arrays are [samples, classes].
 */
export function distillationTargets(
  truth: Float32Array,
  teacherLogits: Float32Array,
  classes: number,
): Float32Array {
  if (truth.length !== teacherLogits.length || truth.length % classes !== 0) {
    throw badSpec(
      `${truth.length} shares of the truth and ${teacherLogits.length} logits for ${classes} classes`,
    );
  }
  const targets = new Float32Array(2 * truth.length);
  for (let start = 0; start < truth.length; start += classes) {
    targets.set(truth.subarray(start, start + classes), 2 * start);
    targets.set(teacherLogits.subarray(start, start + classes), 2 * start + classes);
  }
  return targets;
}
