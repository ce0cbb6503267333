import { integerRange } from '../graph/element-types';
import { ElementType } from '../graph/model.types';
import { roundAway } from './fixed-point';

/** Activations that a kernel applies to its own result by clamping stored values. */
export const FUSED_ACTIVATIONS = ['NONE', 'RELU', 'RELU_N1_TO_1', 'RELU6', 'TANH', 'SIGN_BIT'] as const;
export type FusedActivation = (typeof FUSED_ACTIVATIONS)[number];

const BOUNDS: Partial<Readonly<Record<FusedActivation, readonly [number, number]>>> = {
  NONE: [-Infinity, Infinity],
  RELU: [0, Infinity],
  RELU_N1_TO_1: [-1, 1],
  RELU6: [0, 6],
};

/** The real number as stored at this quantisation, not clamped; the division is float32's, as in the runtimes. */
export function quantizeReal(real: number, scale: number, zeroPoint: number): number {
  return zeroPoint + roundAway(Math.fround(real / scale));
}

/** Stored values between which a fused activation keeps its result; undefined where clamping cannot express it. */
export function activationRange(
  activation: FusedActivation,
  type: ElementType,
  scale: number,
  zeroPoint: number,
): readonly [number, number] | undefined {
  const bounds = BOUNDS[activation];
  if (bounds === undefined) return undefined;
  const [least, greatest] = integerRange(type);
  const low = bounds[0] === -Infinity ? least : Math.max(least, quantizeReal(bounds[0], scale, zeroPoint));
  const high =
    bounds[1] === Infinity ? greatest : Math.min(greatest, quantizeReal(bounds[1], scale, zeroPoint));
  return [low, high];
}
