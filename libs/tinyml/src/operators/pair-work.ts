import { FixedMultiplier } from '../arithmetic/fixed-point';
import { pairLoops } from './c-elementwise';
import { Site, Work } from './operator';
import { zeroPointOf } from './quantized';

/** Bytes are kept above this by an instruction of their own. */
const LOWEST = -128;

/**
 * Of an element-wise function of two operands, whose results come of these factors. `operands` are those that change from
 * one value to the next, an operand with itself counting once; `bounded` are results whose bounds are both compared with;
 * halvings are rounded and doublings are not, other factors are neither.
 */
export function pairWork(site: Site, factors: readonly FixedMultiplier[]): Work {
  const [a, b, output] = [site.input(0), site.input(1), site.output(0)];
  const { count } = output;
  const [stepA = 1, stepB = 1] = pairLoops(a, b, output).at(-1)?.steps ?? [];
  const changing = a.index === b.index ? 1 : [stepA, stepB].filter((step) => step !== 0).length;
  const shifted = (wanted: (shift: number) => boolean): number =>
    count * factors.filter(({ shift }) => wanted(shift)).length;
  return {
    macs: 0,
    outputs: count,
    operands: count * changing,
    bounded: output.type === 'int8' && zeroPointOf(site, output) === LOWEST ? 0 : count,
    halved: shifted((shift) => shift < 0),
    doubled: shifted((shift) => shift > 0),
  };
}
