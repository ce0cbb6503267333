import { fixedMultiplier, roundingShift } from '../../arithmetic/fixed-point';
import { lookUpC } from '../c-mapping';
import { noOptions, NoOptions, Operator, Site } from '../operator';
import { requireType, scaleOf, zeroPointOf } from '../quantized';
import { oneStepEach, sameShapeAsInput, unaryKernel } from '../unary';
import { plainTflite } from '../tflite-writing';

const MAX_16 = 32767;
const MIN_16 = -32768;

function saturate16(value: number): number {
  return value > MAX_16 ? MAX_16 : value < MIN_16 ? MIN_16 : value;
}

/** `round(a * b / 2^15)` of two int16, halves up. */
function highMultiply16(a: number, b: number): number {
  return saturate16(Math.floor((a * b + 16384) / 32768));
}

/** A real factor as a 15-bit multiplier and an exponent. */
function multiplier16(real: number): { readonly multiplier: number; readonly exponent: number } {
  const { multiplier, shift } = fixedMultiplier(real);
  return {
    multiplier: multiplier >= 2147483647 - 32768 ? MAX_16 : (multiplier + 32768) >> 16,
    exponent: shift,
  };
}

/** `x * min(max(x + 3, 0), 6) / 6` in 16-bit fixed point, 7 bits finer than the input. */
export const hardSwish: Operator<NoOptions> = {
  name: 'HARD_SWISH',
  code: 117,
  inPlace: [0],
  treats: 'maps',
  tflite: plainTflite(91),
  readOptions: noOptions,
  shapes: sameShapeAsInput,
  steps: oneStepEach,
  kernel: (site) => {
    requireType(site, site.input(0), 'int8');
    return unaryKernel(site, hardSwish8(site));
  },
  c: lookUpC((site) => hardSwish.kernel(site)),
};

function hardSwish8(site: Site): (stored: number) => number {
  const fine = Math.fround(scaleOf(site, site.input(0)) / 128);
  const toOutput = multiplier16(Math.fround(fine / scaleOf(site, site.output(0))));
  const toGate = multiplier16(Math.fround(fine / Math.fround(3 / 32768)));
  site.require(toOutput.exponent <= 0, 'the output scale is too small');
  const [zero, outputZero] = [zeroPointOf(site, site.input(0)), zeroPointOf(site, site.output(0))];
  const gateOf = (value: number): number => {
    const { multiplier, exponent } = toGate;
    if (exponent > 0) {
      const scaled = highMultiply16(saturate16(value * 2 ** (exponent - 1)), multiplier);
      return saturate16(scaled * 2);
    }
    return roundingShift(highMultiply16(value, multiplier), -exponent);
  };
  return (stored) => {
    const value = (stored - zero) * 128;
    const gate = (gateOf(value) + 32768) >> 1;
    const product = Math.trunc((gate * highMultiply16(value, toOutput.multiplier)) / 32768);
    const result = roundingShift(product, -toOutput.exponent) + outputZero;
    return Math.max(-128, Math.min(127, result));
  };
}
