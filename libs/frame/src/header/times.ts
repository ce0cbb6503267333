import { AppError } from '@fettle/kernel';
import type { BitReader } from '../bits/bit-reader';
import { MAX_MANTISSA, MAX_TIME_MS } from '../limits';
import { planIntegers, type IntegerListReader } from '../modes/integer-list';
import { median } from '../predictors/median';
import type { NumberArena } from '../number-arena';
import type { Plan } from '../modes/mode';
import { TIME_UNITS_MS, timeUnitCode } from './time-units';

/** Times ready to be written: time i is unit x (base + i x cadence + offset i). */
export interface PlannedTimes {
  readonly unitCode: number;
  readonly base: number;
  readonly cadence: number;
  /** A bit that says whether offsets follow, and the offsets of all samples but the first. Null for a single sample. */
  readonly offsets: Plan | null;
}

/** Plans times, in any order. Throws `FRAME.BAD_INPUT` for one that is not an integer in range. */
export function planTimes(times: ArrayLike<number>, arena: NumberArena): PlannedTimes {
  for (let i = 0; i < times.length; i++) {
    const time = times[i]!;
    if (!Number.isInteger(time) || Math.abs(time) > MAX_TIME_MS) {
      throw new AppError('FRAME.BAD_INPUT', `time ${time} is not an integer in range`);
    }
  }
  const unitCode = timeUnitCode(times);
  const unit = TIME_UNITS_MS[unitCode]!;
  const steps = arena.take(times.length);
  for (let i = 0; i < times.length; i++) steps[i] = times[i]! / unit + 0;
  const base = steps[0]!;
  if (steps.length === 1) return { unitCode, base, cadence: 0, offsets: null };
  const plans = cadences(steps, arena).flatMap((cadence) => {
    const offsets = planOffsets(steps, cadence, arena);
    return offsets === null ? [] : [{ cadence, offsets }];
  });
  const best = plans.reduce((a, b) => (b.offsets.bits < a.offsets.bits ? b : a));
  return { unitCode, base, ...best };
}

/** Cadences worth trying: the first step, the middle one by size, the mean; 0 always works, whatever the offsets. */
function cadences(steps: Float64Array, arena: NumberArena): number[] {
  const deltas = arena.take(steps.length - 1);
  let isRegular = true;
  for (let i = 1; i < steps.length; i++) {
    deltas[i - 1] = steps[i]! - steps[i - 1]!;
    if (deltas[i - 1] !== deltas[0]) isRegular = false;
  }
  const first = Math.max(0, deltas[0]!);
  if (isRegular && deltas[0] === first && first * steps.length <= Number.MAX_SAFE_INTEGER) return [first];
  const middle = median(deltas);
  const mean = Math.round((steps.at(-1)! - steps[0]!) / deltas.length);
  return [...new Set([first, Math.max(0, middle), Math.max(0, mean), 0])];
}

/** Null when a cadence this long leaves differences that are not exact. */
function planOffsets(steps: Float64Array, cadence: number, arena: NumberArena): Plan | null {
  if (steps.length * cadence > Number.MAX_SAFE_INTEGER) return null;
  const offsets = arena.take(steps.length - 1);
  let isOnTime = true;
  for (let i = 1; i < steps.length; i++) {
    const offset = steps[i]! - steps[0]! - i * cadence;
    if (!Number.isSafeInteger(offset)) return null;
    offsets[i - 1] = offset;
    if (offset !== 0) isOnTime = false;
  }
  const plan = isOnTime ? null : planIntegers(offsets, arena);
  return {
    bits: 1 + (plan?.bits ?? 0),
    write(writer) {
      writer.bits(plan === null ? 0 : 1, 1);
      plan?.write(writer);
    },
  };
}

/** Reads the offsets that {@link planTimes} planned and fills `times` with epoch ms; `base` and `cadence` in units. */
export function readTimes(
  reader: BitReader,
  lists: IntegerListReader,
  times: Float64Array,
  clock: { unitMs: number; base: number; cadence: number },
): void {
  const { unitMs, base, cadence } = clock;
  const count = times.length;
  const isIrregular = count > 1 && reader.bits(1) === 1;
  if (isIrregular) lists.read(times, count - 1);
  let isInRange = true;
  for (let i = count - 1; i >= 0; i--) {
    const offset = isIrregular && i > 0 ? times[i - 1]! : 0;
    const time = (base + (i * cadence + offset)) * unitMs;
    if (!(Math.abs(time) <= MAX_TIME_MS && Math.abs(offset) <= MAX_MANTISSA)) isInRange = false;
    times[i] = time;
  }
  if (!isInRange) reader.fail('TIME_OUT_OF_RANGE');
}
