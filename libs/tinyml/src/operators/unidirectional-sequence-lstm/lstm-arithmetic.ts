import { fixedPointFunctions } from '../../arithmetic/fixed-point-functions';
import { FixedMultiplier, fixedMultiplier, rescale, roundingShift } from '../../arithmetic/fixed-point';
import { logistic16, tanh16, TableStep } from '../../arithmetic/squashing-16';

/** Functions of 16-bit values inside a cell; real values of gates are stored in 15 fractional bits. */
export interface CellArithmetic {
  /** Of a gate's sum in 12 fractional bits. */
  logistic(sum: number): number;
  tanh(sum: number): number;
  /** Of the cell's state. */
  tanhOfState(state: number): number;
  /** What is kept of the state. */
  keep(gate: number, state: number): number;
  /** What is new for the state. */
  learn(gate: number, candidate: number): number;
}

export function saturate16(value: number): number {
  return value > 32767 ? 32767 : value < -32768 ? -32768 : value;
}

/** How a cell's state of scale 2^exponent is brought to the steps of the table. */
export function stateStep(exponent: number): TableStep {
  const left = exponent + 12;
  return left < 0 ? { multiplier: 3, shift: -left } : { multiplier: 3 << left, shift: 0 };
}

/** Factors of what is kept and of what is new for the state. */
export function tableProducts(exponent: number): {
  readonly kept: FixedMultiplier;
  readonly learnt: FixedMultiplier;
} {
  return { kept: fixedMultiplier(2 ** -15), learnt: fixedMultiplier(2 ** (-30 - exponent)) };
}

/** Logistic and tanh by interpolated table, products rescaled by multiplier. The state's scale is 2^exponent. */
export function tableCell(exponent: number): CellArithmetic {
  const gate: TableStep = { multiplier: 3, shift: 0 };
  const state = stateStep(exponent);
  const { kept, learnt } = tableProducts(exponent);
  const product = (a: number, b: number, { multiplier, shift }: FixedMultiplier): number =>
    saturate16(rescale(a * b, multiplier, shift));
  return {
    logistic: (sum) => logistic16(sum, gate),
    tanh: (sum) => tanh16(sum, gate),
    tanhOfState: (value) => tanh16(value, state),
    keep: (a, b) => product(a, b, kept),
    learn: (a, b) => product(a, b, learnt),
  };
}

/** Logistic and tanh in 16-bit fixed point, products shifted. */
export function shiftingCell(exponent: number): CellArithmetic {
  const { logistic, tanh } = fixedPointFunctions(16);
  const wrap = (value: number): number => (value << 16) >> 16;
  return {
    logistic: (sum) => logistic(sum, 3),
    tanh: (sum) => tanh(sum, 3),
    tanhOfState: (value) => tanh(value, 15 + exponent),
    keep: (a, b) => wrap(roundingShift(a * b, 15)),
    learn: (a, b) => wrap(roundingShift(a * b, 30 + exponent)),
  };
}
