import { activationRange, FUSED_ACTIVATIONS, FusedActivation } from '../arithmetic/activation-range';
import { FixedMultiplier, fixedMultiplier } from '../arithmetic/fixed-point';
import { ElementType, OperatorOptions, Tensor } from '../graph/model.types';
import { Operand, OptionSource, Site } from './operator';

/** The one scale of a tensor quantised as a whole; refuses one that has none or several. */
export function scaleOf(site: Site, tensor: Tensor): number {
  const scales = tensor.quantization?.scales ?? [];
  site.require(scales.length === 1, `tensor ${tensor.index} needs one scale`);
  return scales[0]!;
}

/** The zero point beside `scaleOf`, within what the tensor's type stores. */
export function zeroPointOf(site: Site, tensor: Tensor): number {
  return tensor.quantization?.zeroPoints[0] ?? site.refuse(`tensor ${tensor.index} needs a zero point`);
}

export function requireType(site: Site, operand: Tensor, ...types: ElementType[]): void {
  site.require(
    types.includes(operand.type),
    `tensor ${operand.index} is ${operand.type}, not ${types.join(' or ')}`,
  );
}

/** Both types equal, one of those given; 16-bit values are symmetric, as everywhere in the specification. */
export function requireQuantized(
  site: Site,
  operands: readonly Operand[],
  types: readonly ElementType[],
): void {
  for (const operand of operands) {
    requireType(site, operand, ...types);
    site.require(operand.type === operands[0]!.type, 'operands differ in type');
    scaleOf(site, operand);
    if (operand.type === 'int16')
      site.require(zeroPointOf(site, operand) === 0, '16-bit values have zero point 0');
  }
}

/** The fixed-point form of a factor that must be finite. */
export function factor(site: Site, real: number): FixedMultiplier {
  site.require(Number.isFinite(real), 'scales do not divide');
  const fixed = fixedMultiplier(real);
  site.require(fixed.shift <= 30, 'a rescaling factor is too large');
  return fixed;
}

export function readActivation(source: OptionSource, id: number): FusedActivation {
  return FUSED_ACTIVATIONS[source.int8(id)] ?? 'SIGN_BIT';
}

/** Stored values between which the output is kept. */
export function clampOf(
  site: Site<OperatorOptions>,
  activation: FusedActivation,
  output: Operand,
): readonly [number, number] {
  const range = activationRange(activation, output.type, scaleOf(site, output), zeroPointOf(site, output));
  return range ?? site.refuse(`fused ${activation} has no quantised form`);
}

/** Axes, extents and paddings are few; a long list is a mistake, and would cost time for every operator that reads it. */
const MOST_INTS = 64;

/** Refuses values that are not constants: what decides shapes has to be known before anything runs. */
export function constantInts(site: Site, operand: Operand): readonly number[] {
  site.require(operand.data !== undefined, `tensor ${operand.index} must be constant`);
  site.require(operand.count <= MOST_INTS, `tensor ${operand.index} has more than ${MOST_INTS} values`);
  requireType(site, operand, 'int32', 'int64');
  return Array.from(operand.values as Int32Array, Number);
}

/** For operators that move or compare stored values as they are. */
export function requireOneQuantization(site: Site, operands: readonly Operand[]): void {
  requireQuantized(site, operands, ['int8', 'int16']);
  const [first] = operands;
  for (const operand of operands) {
    const near = Math.abs(scaleOf(site, operand) - scaleOf(site, first!)) <= 1e-6;
    const same = near && zeroPointOf(site, operand) === zeroPointOf(site, first!);
    site.require(same, 'operands are quantised differently');
  }
}
