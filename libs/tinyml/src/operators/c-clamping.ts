import { FixedMultiplier } from '../arithmetic/fixed-point';
import { plusC } from './c-loops';
import { Operand } from './operator';

/** The clamp of the runtime header for values of any width. */
export const WITHIN_C = `static inline int32_t fettle_within(int32_t value, int32_t low, int32_t high)
{
  return value < low ? low : value > high ? high : value;
}
`;

/** C expression: the stored `value` of this operand without its zero point; of 32 bits, wrapping. */
export function minusZeroC({ type }: Operand, zero: number): string {
  if (zero === 0) return 'value';
  return type === 'int32' ? `fettle_add(value, ${-zero})` : `value${plusC(-zero)}`;
}

/** A range of stored values before the zero point is added: clamped first, the sum cannot overflow. */
export function beforeZeroPoint(
  [low, high]: readonly [number, number],
  zero: number,
): readonly [number, number] {
  return [Math.max(-2147483648, low - zero), Math.min(2147483647, high - zero)];
}

/** C expression: the stored `value`, taken from one zero point to another by a factor, and kept in a range. */
export function rescaledC(
  value: string,
  { multiplier, shift }: FixedMultiplier,
  range: readonly [number, number],
  zero: number,
): string {
  return withinC(`fettle_rescale(${value}, ${multiplier}, ${shift})`, range, zero);
}

/** C expression: a result kept in a range of stored values, which its zero point is then added to. */
export function withinC(result: string, range: readonly [number, number], zero: number): string {
  const [low, high] = beforeZeroPoint(range, zero).map((end) => (end === -2147483648 ? 'INT32_MIN' : end));
  return `fettle_within(${result}, ${low}, ${high})${plusC(zero)}`;
}
