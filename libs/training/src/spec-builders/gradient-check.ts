import { seededRandom } from '@fettle/kernel';
import type { NetworkSpec } from '../network/network.types';
import { Program } from '../network/program';
import { outputSizeOf, shapesOf } from '../network/shapes';
import { layoutOf, viewsOf } from '../network/weight-layout';

/** Memory in double under the type of single: the same code, with room for differences of small numbers. */
export function allocateDouble(length: number): Float32Array {
  return new Float64Array(length) as unknown as Float32Array;
}

/** A loss of outputs [count, …] that writes its gradient by them. */
export type CheckedLoss = (output: Float32Array, gradient: Float32Array) => number;

/** Σ of each output times a fixed factor of its own, and half its square: sees every output, with slopes that differ. */
export function anyLoss(size: number): CheckedLoss {
  const factors = Array.from({ length: size }, (_, i) => Math.sin(i * 1.7 + 0.3));
  return (output, gradient) => {
    let loss = 0;
    for (let i = 0; i < size; i++) {
      loss += factors[i]! * output[i]! + 0.5 * output[i]! * output[i]!;
      gradient[i] = factors[i]! + output[i]!;
    }
    return loss;
  };
}

export interface GradientCheck {
  readonly spec: NetworkSpec;
  readonly count?: number;
  readonly seed?: number;
  readonly loss?: CheckedLoss;
}

/**
 * The largest difference between analytic and numeric gradients over all numbers that learn, relative to the larger of both and
 * at least to 1; in double, by central differences.
 */
export function worstGradientError({ spec, count = 3, seed = 5, loss }: GradientCheck): number {
  const random = seededRandom(seed);
  const layout = layoutOf(spec);
  const flat = allocateDouble(layout.length);
  for (const { start, length, rule } of layout.entries)
    rule.fill(flat.subarray(start, start + length), random);
  for (let i = 0; i < flat.length; i++) flat[i]! += 0.1 * random.normal();
  const weights = viewsOf(layout, flat);
  const slopes = allocateDouble(layout.length);
  const program = new Program(spec, { maxCount: count, backward: true, allocate: allocateDouble });
  const input = Float64Array.from({ length: count * shapesOf(spec)[0]!.reduce((a, b) => a * b, 1) }, () =>
    random.normal(),
  );
  const lossOf = loss ?? anyLoss(count * outputSizeOf(spec));
  const run = { count, training: true, seed: 99 };
  const evaluate = (): number => {
    program.tensors[0]!.set(input);
    program.forward(weights, run);
    return lossOf(program.output, program.outputGradient);
  };
  evaluate();
  program.backward(viewsOf(layout, slopes), run);
  const step = 1e-5;
  let worst = 0;
  for (const { start, length, rule } of layout.entries) {
    if (rule.momentum !== undefined) continue;
    for (let i = start; i < start + length; i++) {
      const kept = flat[i]!;
      flat[i] = kept + step;
      const above = evaluate();
      flat[i] = kept - step;
      const below = evaluate();
      flat[i] = kept;
      const numeric = (above - below) / (2 * step);
      const scale = Math.max(1, Math.abs(numeric), Math.abs(slopes[i]!));
      worst = Math.max(worst, Math.abs(numeric - slopes[i]!) / scale);
    }
  }
  return worst;
}
