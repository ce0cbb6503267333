import { roundAway } from './fixed-point';

/** Between which real numbers a function is tabulated, and what the greatest and least stored output stand for. */
export interface TableRange {
  readonly inputMin: number;
  readonly inputMax: number;
  readonly outputMin: number;
  readonly outputMax: number;
}

/**
 * A function of 16-bit values in 512 intervals (513 entries); each entry is moved by half the error that linear
 * interpolation makes in the middle of its interval. `round` sets the precision in which it is computed.
 */
export function interpolatedTable(
  f: (x: number) => number,
  { inputMin, inputMax, outputMin, outputMax }: TableRange,
  round: (value: number) => number,
): Int16Array {
  const step = round(round(inputMax - inputMin) / 512);
  const scale = round(65536 / round(outputMax - outputMin));
  const at = (x: number): number => round(round(f(x)) * scale);
  const clamped = (value: number): number => Math.min(32767, Math.max(-32768, value));
  return Int16Array.from({ length: 513 }, (_, i) => {
    if (i === 512) return clamped(roundAway(at(inputMax)));
    const x = round(inputMin + round(i * step));
    const here = roundAway(at(x));
    const next = at(round(inputMin + round((i + 1) * step)));
    const middle = roundAway(at(round(x + round(step / 2))));
    const error = round(roundAway(round(round(next + here) / 2)) - middle);
    return clamped(here - roundAway(error / 2));
  });
}

/** The table's function of a stored 16-bit value. */
export function lookUpInterpolated(table: Int16Array, stored: number): number {
  const index = 256 + (stored >> 7);
  const base = table[index]!;
  return ((base + (((table[index + 1]! - base) * (stored & 0x7f) + 64) >> 7)) << 16) >> 16;
}
