import { seededRandom } from '@fettle/kernel';
import type { Dataset } from '../training/data/dataset';

/** The four cases of exclusive or, 16 times each, a little noise on the inputs. */
export function xor(): Dataset {
  const random = seededRandom(2);
  const inputs = Float32Array.from({ length: 128 }, (_, i) => ((i >> 1) >> (i & 1)) & 1).map(
    (bit) => bit + 0.05 * random.normal(),
  );
  const targets = Float32Array.from({ length: 64 }, (_, i) => (i & 1) ^ ((i >> 1) & 1));
  return { inputs, shape: [2], targets };
}

/** Two spirals wound into each other, half a turn apart. */
export function spirals(count: number, seed: number): Dataset {
  const random = seededRandom(seed);
  const inputs = new Float32Array(2 * count);
  const targets = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const along = 0.5 + 2.5 * random.next();
    targets[i] = i & 1;
    inputs[2 * i] = (along / 3) * Math.cos(2.2 * along + Math.PI * targets[i]!) + 0.02 * random.normal();
    inputs[2 * i + 1] = (along / 3) * Math.sin(2.2 * along + Math.PI * targets[i]!) + 0.02 * random.normal();
  }
  return { inputs, shape: [2], targets };
}

/** Stretches [steps, 1] of sines of any phase and amplitude near 1, each with the value that comes next. */
export function sines(count: number, steps: number, seed: number): Dataset {
  const random = seededRandom(seed);
  const inputs = new Float32Array(count * steps);
  const targets = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const phase = 2 * Math.PI * random.next();
    const height = 0.8 + 0.4 * random.next();
    for (let t = 0; t < steps; t++) inputs[i * steps + t] = height * Math.sin(phase + 0.5 * t);
    targets[i] = height * Math.sin(phase + 0.5 * steps);
  }
  return { inputs, shape: [steps, 1], targets };
}

/** Numbers without sense of a given shape, with classes to match. */
export function noise(count: number, shape: readonly number[], classes: number, seed: number): Dataset {
  const random = seededRandom(seed);
  const size = shape.reduce((a, b) => a * b, 1);
  return {
    inputs: Float32Array.from({ length: count * size }, () => random.normal()),
    shape,
    targets: Float32Array.from({ length: count }, () => random.below(classes)),
  };
}
