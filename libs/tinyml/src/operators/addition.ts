import { FusedActivation } from '../arithmetic/activation-range';
import { FixedMultiplier, rescale, roundingShift } from '../arithmetic/fixed-point';
import { powerOfTwo } from '../arithmetic/power-of-two';
import { elementwise } from './broadcasting';
import { Kernel, Operand, OptionSource, Site, Work } from './operator';
import { pairWork } from './pair-work';
import { clampOf, factor, readActivation, requireQuantized, scaleOf, zeroPointOf } from './quantized';

/** Options of addition and subtraction. */
export type AdditionOptions = {
  readonly activation: FusedActivation;
  /** 16-bit operands with scales that are powers of two may be shifted instead of rescaled. */
  readonly powerOfTwoScales: boolean;
};

export function readAdditionOptions(source: OptionSource): AdditionOptions {
  return { activation: readActivation(source, 0), powerOfTwoScales: source.bool(1, true) };
}

/** `a + sign * b`, with the factors between the scales computed in double. */
export function additionKernel(site: Site<AdditionOptions>, sign: 1 | -1): Kernel {
  const operands = [site.input(0), site.input(1), site.output(0)];
  requireQuantized(site, operands, ['int8', 'int16']);
  const range = clampOf(site, site.options.activation, site.output(0));
  const shifts = site.arithmetic.powerOfTwoSums === 'shift' ? powerOfTwoShifts(site) : undefined;
  return elementwise(site, range, shifts === undefined ? rescaled(site, sign) : shifted(shifts, sign));
}

/** The factors of a sum: both operands' to a common scale with bits to spare, and from there to the output's. */
export interface SumFactors {
  readonly spare: number;
  readonly fromA: FixedMultiplier;
  readonly fromB: FixedMultiplier;
  readonly toOutput: FixedMultiplier;
}

/** What the time of a sum or a difference depends on. */
export function additionWork(site: Site): Work {
  const { fromA, fromB, toOutput } = sumFactors(site);
  return pairWork(site, [fromA, fromB, toOutput]);
}

/** Twice the greater scale is common to both; 20 bits to spare, or 15 for 16-bit values. */
export function sumFactors(site: Site): SumFactors {
  const [a, b, output] = [site.input(0), site.input(1), site.output(0)];
  const spare = output.type === 'int16' ? 15 : 20;
  const widest = 2 * Math.max(scaleOf(site, a), scaleOf(site, b));
  const toCommon = (operand: Operand): FixedMultiplier => factor(site, scaleOf(site, operand) / widest);
  const toOutput = factor(site, widest / (2 ** spare * scaleOf(site, output)));
  return { spare, fromA: toCommon(a), fromB: toCommon(b), toOutput };
}

/** Both taken to the common scale, added, and rescaled. */
function rescaled(site: Site, sign: 1 | -1): (x: number, y: number) => number {
  const [a, b, output] = [site.input(0), site.input(1), site.output(0)];
  const { spare, fromA, fromB, toOutput } = sumFactors(site);
  const [zeroA, zeroB] = [zeroPointOf(site, a), zeroPointOf(site, b)];
  const offset = zeroPointOf(site, output);
  return (x, y) => {
    const scaledA = rescale((x - zeroA) << spare, fromA.multiplier, fromA.shift);
    const scaledB = rescale((y - zeroB) << spare, fromB.multiplier, fromB.shift);
    return rescale(scaledA + sign * scaledB, toOutput.multiplier, toOutput.shift) + offset;
  };
}

function shifted([forA, forB]: readonly [number, number], sign: 1 | -1): (x: number, y: number) => number {
  return (x, y) => roundingShift(x, forA) + sign * roundingShift(y, forB);
}

/** How far each operand is shifted right to the output's scale; undefined where the general way is taken. */
function powerOfTwoShifts(site: Site<AdditionOptions>): readonly [number, number] | undefined {
  const output = site.output(0);
  if (output.type !== 'int16' || !site.options.powerOfTwoScales) return undefined;
  const [a, b, out] = [site.input(0), site.input(1), output].map((operand) =>
    powerOfTwo(scaleOf(site, operand)),
  );
  if (a === undefined || b === undefined || out === undefined) return undefined;
  site.require(
    a <= out && b <= out && (a === out || b === out),
    'scales do not fit the shifting of one operand',
  );
  site.require(out - a <= 31 && out - b <= 31, 'scales are too far apart');
  return [out - a, out - b];
}
