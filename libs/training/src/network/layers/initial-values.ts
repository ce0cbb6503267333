import type { Random } from '@fettle/kernel';
import type { ParameterRule, Shape } from './layer';

/** Uniform within ±√(6 / (inputs + outputs)): keeps the variance of values and of gradients (Glorot and Bengio, 2010). */
export function factors(shape: Shape, inputs: number, outputs: number): ParameterRule {
  const limit = Math.sqrt(6 / (inputs + outputs));
  const fill = (values: Float32Array, random: Random): void => {
    for (let i = 0; i < values.length; i++) values[i] = (2 * random.next() - 1) * limit;
  };
  return { shape, fill, decays: true };
}

/** One constant for all: offsets and statistics. */
export function constant(shape: Shape, value: number): ParameterRule {
  return { shape, fill: (values) => void values.fill(value), decays: false };
}

/** Square blocks of orthonormal rows [blocks · units, units]: what goes round a loop neither dies out nor explodes. */
export function orthogonalBlocks(blocks: number, units: number): ParameterRule {
  const fill = (values: Float32Array, random: Random): void => {
    for (let block = 0; block < blocks; block++) {
      fillOrthonormal(values.subarray(block * units * units, (block + 1) * units * units), units, random);
    }
  };
  return { shape: [blocks * units, units], fill, decays: true };
}

/** Gram-Schmidt, rows in double. */
function fillOrthonormal(values: Float32Array, units: number, random: Random): void {
  const rows: Float64Array[] = [];
  while (rows.length < units) {
    const row = Float64Array.from({ length: units }, () => random.normal());
    for (const other of rows) {
      const along = dot(row, other);
      for (let i = 0; i < units; i++) row[i]! -= along * other[i]!;
    }
    const length = Math.sqrt(dot(row, row));
    if (length < 1e-6) continue;
    for (let i = 0; i < units; i++) row[i]! /= length;
    values.set(row, rows.length * units);
    rows.push(row);
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
