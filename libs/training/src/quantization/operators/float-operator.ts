import { OperatorOptions } from '@fettle/tinyml';
import { FixedQuantization, LoweredTensor } from '../lowered/lowered-graph.types';

/** A tensor with its present values. */
export interface FloatOperand extends LoweredTensor {
  readonly values: Float32Array | Int32Array;
}

/** What a row may look at when it makes its kernel. */
export interface FloatSite {
  readonly inputs: readonly FloatOperand[];
  readonly outputs: readonly FloatOperand[];
  readonly options: OperatorOptions;
  /** The values that a named variable keeps between runs, zeros at first, made on first use. */
  variable(handle: FloatOperand, count: number): Float32Array;
}

/** How an operator's output is quantised: by what is observed, as its first input is, or as its specification says. */
export type OutputQuantization = 'observed' | 'as-input' | FixedQuantization;

/** An operator of the int8 graph in real numbers: what it computes, and how its output is stored. */
export interface FloatOperator {
  /** As in the int8 graph's registry. */
  readonly name: string;
  readonly output: OutputQuantization;
  /** Beyond these ends the first input makes no difference of half a step of the output. */
  readonly inputBounds?: readonly [number, number];
  /** The computation in real numbers; reads and writes the operands' present values. */
  kernel(site: FloatSite): () => void;
}

/** The numbers of an operand that holds reals. */
export function reals(operand: FloatOperand | undefined): Float32Array {
  return operand!.values as Float32Array;
}

/** Applies a fused activation to all values. */
export function activate({ activation }: OperatorOptions, values: Float32Array): void {
  if (activation === undefined || activation === 'NONE') return;
  const most = activation === 'RELU6' ? 6 : Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    values[i] = value < 0 ? 0 : value > most ? most : value;
  }
}

/** A kernel that computes each element from the inputs' elements at the same place. */
export function elementByElement(
  { inputs, outputs, options }: FloatSite,
  of: (a: number, b: number) => number,
): () => void {
  const a = reals(inputs[0]);
  const b = reals(inputs[1] ?? inputs[0]);
  const out = reals(outputs[0]);
  return () => {
    for (let i = 0; i < out.length; i++) out[i] = of(a[i]!, b[i]!);
    activate(options, out);
  };
}
