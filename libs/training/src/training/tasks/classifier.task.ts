import type { Task } from './task';
import type { TaskSpecOf } from './task.types';

/** Results are judged by the largest output; the truth is the largest of the first `width` targets. */
export const classifier: Task<TaskSpecOf<'classifier'>> = {
  defaultLoss: () => ({ kind: 'cross-entropy' }),
  targetsAreInputs: false,
  takesLabels: true,
  metrics(_spec, { count, outputs, width, targets, targetWidth }) {
    const confusion = Array.from({ length: width }, () => new Array<number>(width).fill(0));
    for (let i = 0; i < count; i++) {
      const truth = largest(targets, i * targetWidth, width);
      confusion[truth]![largest(outputs, i * width, width)]! += 1;
    }
    const right = confusion.reduce((sum, row, c) => sum + row[c]!, 0);
    return { kind: 'classifier', accuracy: right / count, macroF1: macroF1(confusion), confusion };
  },
};

/** The place of the largest of `length` values from `start`; the first of equals. */
export function largest(values: Float32Array, start: number, length: number): number {
  let best = 0;
  for (let c = 1; c < length; c++) if (values[start + c]! > values[start + best]!) best = c;
  return best;
}

function macroF1(confusion: readonly (readonly number[])[]): number {
  const scores = confusion.flatMap((row, c) => {
    const actual = row.reduce((sum, n) => sum + n, 0);
    const claimed = confusion.reduce((sum, other) => sum + other[c]!, 0);
    return actual + claimed === 0 ? [] : [(2 * row[c]!) / (actual + claimed)];
  });
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
