import { dot } from '../../arithmetic/dot';
import { FixedMultiplier, rescale } from '../../arithmetic/fixed-point';
import { Operand, Site } from '../operator';
import { factor, requireType, scaleOf, zeroPointOf } from '../quantized';
import { GateOperands } from './geometry';
import { saturate16 } from './lstm-arithmetic';

/** The sum of one unit of a gate before its activation, in 12 fractional bits; positions in input and hidden state. */
export type Gate = (inputAt: number, hiddenAt: number, unit: number) => number;

/**
 * Both products rescaled to 12 fractional bits and added, saturating. The first is saturated before, and where the
 * arithmetic says so the second.
 */
export function gateOf(site: Site, { input, inputWeights, hidden, hiddenWeights, bias }: GateOperands): Gate {
  const depth = input.shape[2]!;
  const units = inputWeights.shape[0]!;
  const fits =
    inputWeights.count === units * depth && hiddenWeights.count === units * units && bias.count === units;
  site.require(fits, "a gate's weights do not fit");
  requireType(site, inputWeights, 'int8');
  requireType(site, hiddenWeights, 'int8');
  requireType(site, bias, 'int32');
  const fromInput = product(site, input, inputWeights, depth);
  const fromHidden = product(site, hidden, hiddenWeights, units);
  const biases = bias.values as Int32Array;
  const limit = site.arithmetic.lstmCell === 'table' ? saturate16 : (sum: number): number => sum;
  return (inputAt, hiddenAt, unit) =>
    saturate16(saturate16(fromInput(inputAt, unit, biases[unit]!)) + limit(fromHidden(hiddenAt, unit, 0)));
}

/** From sums of products to 12 fractional bits; the scale is a product in float32. */
export function gateFactor(site: Site, vector: Operand, weights: Operand): FixedMultiplier {
  return factor(site, Math.fround(scaleOf(site, weights) * scaleOf(site, vector)) * 4096);
}

function product(
  site: Site,
  vector: Operand,
  weights: Operand,
  depth: number,
): (at: number, unit: number, bias: number) => number {
  const { multiplier, shift } = gateFactor(site, vector, weights);
  const offset = -zeroPointOf(site, vector);
  const [x, w] = [vector.values as Int8Array, weights.values as Int8Array];
  return (at, unit, bias) => {
    const sum = dot(x, at, offset, w, unit * depth, depth) + bias;
    return rescale(sum, multiplier, shift);
  };
}
