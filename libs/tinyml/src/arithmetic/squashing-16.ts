import { SIGMOID_TABLE } from './sigmoid-table';

const { abs, floor } = Math;

/** How a 16-bit input is brought to steps of 1/12288, in which the sigmoid table is read: `input * multiplier >> shift`. */
export interface TableStep {
  readonly multiplier: number;
  readonly shift: number;
}

/** The input in table steps; rounds halves up. */
function inTableSteps(stored: number, { multiplier, shift }: TableStep): number {
  return shift === 0 ? stored * multiplier : floor((stored * multiplier + 2 ** (shift - 1)) / 2 ** shift);
}

/** Logistic of a 16-bit number in 15 fractional bits: between entries of the table, mirrored for negative inputs. */
export function logistic16(stored: number, step: TableStep): number {
  const input = inTableSteps(stored, step);
  const magnitude = abs(input);
  const entry = floor(magnitude / 512);
  let result = 0x7fff << 10;
  if (entry < 255) {
    const low = SIGMOID_TABLE[entry]!;
    result = (low << 9) + (magnitude & 0x1ff) * (SIGMOID_TABLE[entry + 1]! - low);
  }
  return (input >= 0 ? result + 512 : 33554432 - result + 511) >>> 10;
}

/** Tanh of a 16-bit number in 15 fractional bits, as `2 * sigmoid(2 * x) - 1`. */
export function tanh16(stored: number, step: TableStep): number {
  const input = inTableSteps(stored, step);
  const magnitude = abs(input);
  const entry = floor(magnitude / 256);
  let result = 0xffff << 8;
  if (entry < 255) {
    const low = SIGMOID_TABLE[entry]!;
    result = (low << 8) + (magnitude & 0xff) * (SIGMOID_TABLE[entry + 1]! - low);
  }
  return (input >= 0 ? result - 8388608 + 128 : -result + 8388608 + 127) >> 8;
}
