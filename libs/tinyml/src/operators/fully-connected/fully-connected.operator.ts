import { newAccumulators, rowSums } from '../../arithmetic/dot';
import { roundAway } from '../../arithmetic/fixed-point';
import { biasOf, rescalingOf } from '../channel-rescaling';
import { Operand, Operator, Site } from '../operator';
import { clampOf, readActivation, requireType, scaleOf, zeroPointOf } from '../quantized';
import { denseFactors, DenseOptions, denseSize, weightScales } from './dense';
import { fullyConnectedC } from './fully-connected.c99';
import { fullyConnectedTflite } from './fully-connected.tflite';
import { fullyConnectedWork } from './fully-connected.cost';

/** `output[b, u] = sum_d input[b, d] * weights[u, d] + bias[u]`; weights are [units, depth]. */
export const fullyConnected: Operator<DenseOptions> = {
  name: 'FULLY_CONNECTED',
  code: 9,
  fusesActivation: true,
  tflite: fullyConnectedTflite,
  cost: fullyConnectedWork,
  readOptions: (source) => ({
    activation: readActivation(source, 0),
    shuffled: source.int8(1) !== 0,
    keepDimensions: source.bool(2),
  }),
  shapes: (site) => {
    site.require(!site.options.shuffled, 'shuffled weights');
    const { batches, units, depth } = denseSize(site);
    const { shape } = site.input(0);
    if (!site.options.keepDimensions) return [[batches, units]];
    site.require(shape.at(-1) === depth, 'kept dimensions end in the depth');
    return [[...shape.slice(0, -1), units]];
  },
  steps: (site) => denseSize(site).units * site.input(0).count,
  kernel: (site) => {
    const { batches, units, depth } = denseSize(site);
    const [input, weights, output] = [site.input(0), site.input(1), site.output(0)];
    requireType(site, input, 'int8', 'int16');
    requireType(site, weights, 'int8');
    requireType(site, output, input.type);
    const wide = input.type === 'int16' && site.optionalInput(2)?.type !== 'int32';
    const bias = biasOf(site, site.optionalInput(2), units, wide);
    const [low, high] = clampOf(site, site.options.activation, output);
    const toOutput = rescaling(site, units, wide);
    const shift = weightShift(site, weights, depth);
    const inputOffset = -zeroPointOf(site, input);
    const outputOffset = zeroPointOf(site, output);
    const [x, w, out] = [input.values as Int8Array, weights.values as Int8Array, output.values as Int8Array];
    const sums = newAccumulators(units, wide);
    const addRow = rowSums(x, inputOffset, w, depth, sums);
    return (): void => {
      for (let b = 0; b < batches; b++) {
        const shifted = shift(x, b * depth, inputOffset);
        sums.set(bias);
        addRow(b * depth, 0, depth);
        for (let u = 0; u < units; u++) {
          const value = toOutput(sums[u]! + shifted, u) + outputOffset;
          out[b * units + u] = value < low ? low : value > high ? high : value;
        }
      }
    };
  },
  c: fullyConnectedC,
};

/** What weights with a zero point of their own add to every unit's sum (old models; one scale for all units). */
function weightShift(
  site: Site<DenseOptions>,
  weights: Operand,
  depth: number,
): (x: Int8Array, at: number, offset: number) => number {
  const zeroPoints = weights.quantization?.zeroPoints ?? [];
  const zero = zeroPoints[0] ?? 0;
  if (zero === 0 || zeroPoints.length > 1) return () => 0;
  site.require(weights.data !== undefined, 'computed weights with a zero point');
  return (x, at, offset) => {
    let sum = 0;
    for (let i = 0; i < depth; i++) sum += x[at + i]! + offset;
    return -zero * sum;
  };
}

/** By multiplier and shift, or in floating-point: then both factors are double, and the product is rounded once. */
function rescaling(
  site: Site<DenseOptions>,
  units: number,
  wide: boolean,
): (sum: number, unit: number) => number {
  const [input, output] = [site.input(0), site.output(0)];
  const scales = weightScales(site, units);
  const [inputScale, outputScale] = [scaleOf(site, input), scaleOf(site, output)];
  if (site.arithmetic.denseRescaling === 'floating-point') {
    const factors = Float64Array.from(
      { length: units },
      (_, u) => (inputScale * scales[scales.length > 1 ? u : 0]!) / outputScale,
    );
    return (sum, unit) => roundAway((wide ? sum : sum | 0) * factors[unit]!) | 0;
  }
  const fixed = denseFactors(site, units);
  const multipliers = Int32Array.from(
    { length: units },
    (_, u) => fixed[fixed.length > 1 ? u : 0]!.multiplier,
  );
  const shifts = Int32Array.from({ length: units }, (_, u) => fixed[fixed.length > 1 ? u : 0]!.shift);
  const requantize = rescalingOf({ wide });
  return (sum, unit) => requantize(sum, multipliers[unit]!, shifts[unit]!);
}
