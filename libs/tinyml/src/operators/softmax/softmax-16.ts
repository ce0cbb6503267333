import { Arithmetic, rounding } from '../../arithmetic/arithmetic';
import { FixedMultiplier, fixedMultiplier, rescale } from '../../arithmetic/fixed-point';
import { interpolatedTable, lookUpInterpolated } from '../../arithmetic/interpolated-table';
import { Kernel, Operand } from '../operator';

interface Tables {
  /** exp from -10 to 0. */
  readonly exp: Int16Array;
  /** 1 / (1 + x) from 0 to 1. */
  readonly reciprocal: Int16Array;
}

const STEPS = 65535;

/** Real ends of the 16-bit range at a scale and zero point, in one precision. */
function ends(scale: number, zero: number, round: (value: number) => number): readonly [number, number] {
  return [round(round(scale) * (-32768 - zero)), round(round(scale) * (32767 - zero))];
}

/** Both tables, in the arithmetic's precision. */
export function makeTables({ softmaxTables }: Arithmetic): Tables {
  const round = rounding(softmaxTables);
  const [outputMin, outputMax] = ends(2 / STEPS, 0, round);
  const table = (f: (x: number) => number, [inputMin, inputMax]: readonly [number, number]): Int16Array =>
    interpolatedTable(f, { inputMin, inputMax, outputMin, outputMax }, round);
  return {
    exp: table(Math.exp, ends(10 / STEPS, 32767, round)),
    reciprocal: table((x) => 1 / round(1 + x), ends(1 / STEPS, -32768, round)),
  };
}

/** From differences of inputs to steps of the table of exponentials; `scale` is the input's times beta. */
export function softmax16Factor(scale: number): FixedMultiplier {
  return fixedMultiplier(scale / (10 / 65535));
}

/** Softmax of int16 along the last dimension, by two interpolated tables. `scale` is the input's times beta. */
export function softmax16(input: Operand, output: Operand, scale: number, arithmetic: Arithmetic): Kernel {
  const depth = input.shape.at(-1)!;
  const tables = makeTables(arithmetic);
  const factor = softmax16Factor(scale);
  const [x, out] = [input.values as Int16Array, output.values as Int16Array];
  return () => {
    for (let at = 0; at < x.length; at += depth) row(x, out, at, depth, tables, factor);
  };
}

function row(
  x: Int16Array,
  out: Int16Array,
  at: number,
  depth: number,
  tables: Tables,
  factor: FixedMultiplier,
): void {
  let max = -32768;
  for (let c = 0; c < depth; c++) max = Math.max(max, x[at + c]!);
  let sum = 0;
  for (let c = 0; c < depth; c++) {
    const scaled = rescale(x[at + c]! - max, factor.multiplier, factor.shift) + 32767;
    out[at + c] = lookUpInterpolated(tables.exp, Math.min(32767, Math.max(-32768, scaled)));
    sum = (sum + out[at + c]!) | 0;
  }
  const headroom = Math.clz32(sum);
  const shifted = Math.floor((sum * 2 ** (headroom - 1) + 8192) / 16384) - 98304;
  const reciprocal = lookUpInterpolated(tables.reciprocal, Math.min(32767, Math.max(-32768, shifted)));
  const right = 31 - headroom;
  for (let c = 0; c < depth; c++) {
    const value = Math.floor((out[at + c]! * reciprocal + 2 ** (right - 1)) / 2 ** right);
    out[at + c] = Math.min(32767, Math.max(0, value));
  }
}
