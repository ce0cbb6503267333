import { badSpec } from '../network/errors';
import type { Loss } from './loss';
import type { LossSpecOf } from './loss.types';

/** q · off above the output, (q - 1) · off below it, where off = target - output: least at the q-quantile. */
export const quantile: Loss<LossSpecOf<'quantile'>> = {
  targetWidth({ quantiles }, width) {
    if (quantiles.length === 0 || quantiles.some((q) => !(q > 0 && q < 1))) {
      throw badSpec(`quantiles lie between 0 and 1: [${quantiles.join(', ')}]`);
    }
    if (width % quantiles.length !== 0) {
      throw badSpec(`${width} outputs cannot be ${quantiles.length} quantiles for each target`);
    }
    return width / quantiles.length;
  },
  sum({ quantiles }, { count, outputs, width, targets, weights, gradient, scale }) {
    const each = quantiles.length;
    let sum = 0;
    for (let i = 0, at = 0; i < count; i++) {
      const weight = (weights === undefined ? 1 : weights[i]!) / width;
      for (let c = 0; c < width; c++, at++) {
        const off = targets[(at - (at % each)) / each]! - outputs[at]!;
        const slope = off >= 0 ? quantiles[c % each]! : quantiles[c % each]! - 1;
        sum += weight * slope * off;
        if (gradient !== undefined) gradient[at] = -scale * weight * slope;
      }
    }
    return sum;
  },
};
