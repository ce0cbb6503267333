import { seededRandom } from '@fettle/kernel';
import { ArithmeticName } from '../arithmetic/arithmetic';
import { integerRange } from '../graph/element-types';
import { elementCount } from '../graph/shapes';
import { createInterpreter, Interpreter } from '../interpreter/interpreter';
import { loadTflite } from '../tflite/load-tflite';
import { Table } from './flatbuffer';
import { elementsFrom, encodeTflite, TensorSpec } from './tflite';

/** A model of one operator, from its schema code, raw option fields and operands. */
export interface OneOperator {
  readonly code: number;
  readonly options?: Table;
  /** Null where an optional input is left out. */
  readonly inputs: readonly (TensorSpec | null)[];
  readonly outputs: readonly TensorSpec[];
  readonly intermediates?: readonly TensorSpec[];
}

export const BOTH: readonly ArithmeticName[] = ['tflm', 'litert'];

export function encodeOne({ code, options, inputs, outputs, intermediates = [] }: OneOperator): Uint8Array {
  const given = inputs.filter((tensor) => tensor !== null);
  const tensors = [...given, ...outputs, ...intermediates];
  let next = 0;
  const places = inputs.map((tensor) => (tensor === null ? -1 : next++));
  const computed = given
    .map((_, i) => i)
    .filter((i) => given[i]!.values === undefined && given[i]!.variable !== true);
  const outputPlaces = outputs.map((_, i) => given.length + i);
  return encodeTflite([
    {
      tensors,
      inputs: computed,
      outputs: outputPlaces,
      operators: [
        {
          code,
          inputs: places,
          outputs: outputPlaces,
          intermediates: intermediates.map((_, i) => given.length + outputs.length + i),
          ...(options === undefined ? {} : { options }),
        },
      ],
    },
  ]);
}

export function interpret(one: OneOperator, arithmetic: ArithmeticName): Interpreter {
  return createInterpreter(loadTflite(encodeOne(one)), arithmetic);
}

/** The outputs for these inputs (those that are not constant, in order), as plain numbers. */
export function runOne(
  one: OneOperator,
  arithmetic: ArithmeticName,
  inputs: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const interpreter = interpret(one, arithmetic);
  const arrays = inputs.map((values, i) => elementsFrom(interpreter.inputs[i]!.type, values));
  return interpreter.run(arrays).map((values) => Array.from(values as Int8Array, Number));
}

/** Stored values over the whole range of a tensor's type, its ends among them. */
export function storedValues(tensor: TensorSpec, seed: number): number[] {
  const random = seededRandom(seed);
  const [least, greatest] = integerRange(tensor.type ?? 'int8');
  const span = greatest - least + 1;
  return Array.from({ length: elementCount(tensor.shape) }, (_, i) =>
    i === 0 ? least : i === 1 ? greatest : least + random.below(span),
  );
}

/** The real numbers stored values stand for. */
export function reals(tensor: TensorSpec, stored: readonly number[]): number[] {
  const scale = Math.fround(Number(tensor.scale));
  return stored.map((value) => scale * (value - (tensor.zero ?? 0)));
}

/** Greatest distance, in steps of the output, between stored outputs and real ones clamped to what it can store. */
export function worstError(
  output: TensorSpec,
  stored: readonly number[],
  expected: readonly number[],
): number {
  const [least, greatest] = integerRange(output.type ?? 'int8');
  const scale = Math.fround(Number(output.scale));
  const zero = output.zero ?? 0;
  if (stored.length !== expected.length) throw new Error(`${stored.length} values, not ${expected.length}`);
  let worst = 0;
  stored.forEach((value, i) => {
    const ideal = Math.min(greatest, Math.max(least, expected[i]! / scale + zero));
    worst = Math.max(worst, Math.abs(value - ideal));
  });
  return worst;
}
