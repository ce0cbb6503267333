import type { ReadingResponse, SignalResponse } from '@fettle/contracts';
import { HeldReadings, type ReadingsInput } from '@fettle/device-models';

/** A whole set of readings at one time: the integers that frames have. */
export interface RecordedSet {
  readonly t: number;
  readonly values: Int16Array;
}

/** How the model's signals travel in frames: their decimal exponents, 0 for one that the machine does not know. */
export function exponentsOf(input: ReadingsInput, signals: readonly SignalResponse[]): number[] {
  return input.signals.map((name) => signals.find((signal) => signal.name === name)?.exponent ?? 0);
}

/**
 * The sets that a device's model saw, from readings by event time: at each time the latest reading of every signal, once all
 * have spoken.
 */
export function recordedSets(
  input: ReadingsInput,
  exponents: readonly number[],
  readings: readonly Pick<ReadingResponse, 't' | 'signal' | 'value'>[],
): RecordedSet[] {
  const held = new HeldReadings(input.signals.map((name, i) => ({ name, exponent: exponents[i]! })));
  const sets: RecordedSet[] = [];
  for (let i = 0; i < readings.length;) {
    const { t } = readings[i]!;
    const now: Record<string, number> = {};
    for (; i < readings.length && readings[i]!.t === t; i++) {
      const { signal, value } = readings[i]!;
      if (value !== null) now[signal] = value;
    }
    const values = held.take(now);
    if (values !== null) sets.push({ t, values });
  }
  return sets;
}

/** What the model's int8 input can tell apart of one reading, in the signal's unit: outside, all is the same to it. */
export function tellableRange(
  { standardise: { mean, multiplier, shift, zeroPoint } }: ReadingsInput,
  index: number,
  exponent: number,
): { readonly low: number; readonly high: number; readonly step: number } {
  const perStep = 2 ** shift[index]! / multiplier[index]!;
  const at = (stored: number): number =>
    decimal(Math.round(mean[index]! + (stored - zeroPoint) * perStep), exponent);
  return { low: at(-128), high: at(127), step: decimal(1, exponent) };
}

/** `whole * 10^exponent` as people write it: 191 and -2 give 1.91 and not its neighbour. */
function decimal(whole: number, exponent: number): number {
  return Number(`${whole}e${exponent}`);
}
