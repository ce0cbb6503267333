import { AppError } from '@fettle/kernel';
import { ArithmeticName } from '../arithmetic/arithmetic';
import { bytesPerElement, ElementArray, elementsOf } from '../graph/element-types';
import { Model, Tensor } from '../graph/model.types';
import { elementCount } from '../graph/shapes';
import { createInterpreter } from '../interpreter/interpreter';

/** Recorded runs of a model by a runtime: for each of `count` vectors the inputs' bytes, then the outputs', no header. */
export interface GoldenRecords {
  readonly count: number;
  readonly recordBytes: number;
  readonly bytes: Uint8Array;
}

/** FNV-1a of one tensor's bytes, for each vector. */
export interface GoldenTensor {
  readonly tensor: number;
  /** The operator that writes it; null for constants and inputs. */
  readonly producedBy: number | null;
  readonly fnv1a32All?: readonly number[];
}

export interface GoldenComparison {
  readonly vectors: number;
  readonly outputBytes: number;
  readonly differentBytes: number;
  /** Tensors compared, each once a vector; none where no layers were given. */
  readonly tensors: number;
  /** What differs, by vector and operator; also tensors that were recorded and never computed. */
  readonly mismatches: readonly string[];
}

/**
 * Runs every recorded vector, state reset before each, and compares each computed tensor that was hashed, and every output
 * byte. `TINYML.BAD_GOLDEN` where the records are not of this model.
 */
export function compareWithGolden(
  model: Model,
  arithmetic: ArithmeticName,
  records: GoldenRecords,
  layers: readonly GoldenTensor[] = [],
): GoldenComparison {
  const interpreter = createInterpreter(model, arithmetic);
  const expected = new Map(layers.map((layer) => [layer.tensor, layer.fnv1a32All]));
  const ends = [...interpreter.inputs, ...interpreter.outputs];
  const size = ends.reduce((sum, tensor) => sum + byteLength(tensor), 0);
  if (size !== records.recordBytes || records.bytes.length !== size * records.count) {
    throw new AppError(
      'TINYML.BAD_GOLDEN',
      `records of ${records.recordBytes} bytes; this model's have ${size}`,
    );
  }
  const mismatches: string[] = [];
  const seen = new Set<number>();
  let [tensors, outputBytes, differentBytes] = [0, 0, 0];
  for (let vector = 0; vector < records.count; vector++) {
    let at = vector * size;
    const take = (tensor: Tensor): Uint8Array => records.bytes.slice(at, (at += byteLength(tensor)));
    interpreter.reset();
    const inputs = interpreter.inputs.map((input) => elementsOf(input.type, take(input)));
    const results = interpreter.run(inputs, (operator, produced) => {
      for (const { index, values } of produced) {
        const hashes = expected.get(index);
        if (hashes === undefined) continue;
        seen.add(index);
        tensors++;
        if (fnv1a(bytesOf(values)) === hashes[vector]) continue;
        mismatches.push(`vector ${vector}, operator ${operator.index} ${operator.name}, tensor ${index}`);
      }
    });
    interpreter.outputs.forEach((output, o) => {
      const different = countDifferent(take(output), bytesOf(results[o]!));
      outputBytes += results[o]!.byteLength;
      differentBytes += different;
      if (different > 0) mismatches.push(`vector ${vector}, output ${o}: ${different} bytes`);
    });
  }
  for (const { tensor, producedBy } of layers) {
    if (producedBy !== null && !seen.has(tensor)) mismatches.push(`tensor ${tensor} was never computed`);
  }
  return { vectors: records.count, outputBytes, differentBytes, tensors, mismatches };
}

function byteLength({ type, shape }: Tensor): number {
  return elementCount(shape) * bytesPerElement(type);
}

function bytesOf(values: ElementArray): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function countDifferent(a: Uint8Array, b: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) count++;
  return count;
}

function fnv1a(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
