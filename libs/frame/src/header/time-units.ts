/** Units of time on the wire, milliseconds each, at the index that is their code (three bits); each divides the next but one. */
export const TIME_UNITS_MS = [1, 10, 100, 1_000, 10_000, 60_000, 600_000, 3_600_000] as const;

/** Code of the largest unit that divides every time. */
export function timeUnitCode(times: ArrayLike<number>): number {
  let code = TIME_UNITS_MS.length - 1;
  for (let i = 0; i < times.length; i++) while (times[i]! % TIME_UNITS_MS[code]! !== 0) code--;
  return code;
}
