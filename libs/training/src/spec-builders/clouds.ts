import { seededRandom } from '@fettle/kernel';
import { normalSamples } from '../quantization/spec-builders/sample-networks';
import { Dataset } from '../training/data/dataset';

export const FEATURES = 6;
export const CLASSES = 5;

/** Samples of a class each, targets as labels. */
export type LabelledDataset = Dataset & { readonly targets: Float32Array };

/** Points around five centres that reach into each other. */
export function clouds(count: number, seed: number): LabelledDataset {
  const centres = normalSamples(CLASSES, FEATURES, 99);
  const random = seededRandom(seed);
  const targets = Float32Array.from({ length: count }, () => random.below(CLASSES));
  const inputs = Float32Array.from(
    { length: count * FEATURES },
    (_, i) =>
      centres[targets[Math.floor(i / FEATURES)]! * FEATURES + (i % FEATURES)]! + 0.6 * random.normal(),
  );
  return { inputs, shape: [FEATURES], targets };
}

/** Share of samples whose largest output is the target. */
export function accuracy(outputs: Float32Array, targets: Float32Array): number {
  let right = 0;
  targets.forEach((truth, i) => {
    const row = [...outputs.subarray(i * CLASSES, (i + 1) * CLASSES)];
    if (row.indexOf(Math.max(...row)) === truth) right++;
  });
  return right / targets.length;
}
