import { roundedShift } from '../arithmetic/integers';
import { CPart } from '../c/c-part';
import { badSpec } from '../errors';

/**
 * How features become a model's int8 input: `(value - mean) * multiplier / 2^shift + zeroPoint`, halves up, kept within int8.
 * Integers only, one of each list a value, so that a device and a trainer have the same input.
 */
export interface Standardisation {
  readonly mean: readonly number[];
  /** 0 (the value says nothing) or 16,384 to 32,767. */
  readonly multiplier: readonly number[];
  /** 1 to 46. */
  readonly shift: readonly number[];
  readonly zeroPoint: number;
}

/** A model input's quantisation: `real = (stored - zeroPoint) * scale`; the real number is in standard deviations. */
export interface InputQuantization {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** `factor` as `multiplier / 2^shift`, within 2^-15; factors of 16,384 and more saturate, those below 2^-32 are 0. */
export function shiftedFactor(factor: number): { readonly multiplier: number; readonly shift: number } {
  if (!(factor > 2 ** -32)) return { multiplier: 0, shift: 1 };
  if (factor >= 16383.5) return { multiplier: 32767, shift: 1 };
  let shift = 14 - Math.floor(Math.log2(factor));
  let multiplier = Math.round(factor * 2 ** shift);
  if (multiplier > 32767) {
    multiplier = 16384;
    shift--;
  }
  return { multiplier, shift };
}

/**
 * Mean and standard deviation of each value over training rows, as a model's input takes them. A value that never changes
 * gives the zero point. Refuses no rows, and rows of different lengths.
 */
export function fitStandardisation(
  rows: readonly Int32Array[],
  { scale, zeroPoint }: InputQuantization,
): Standardisation {
  const size = rows[0]?.length ?? 0;
  if (size === 0 || rows.some((row) => row.length !== size))
    throw badSpec('rows', 'rows of one length, at least one');
  const columns = Array.from({ length: size }, (_, i) => rows.map((row) => row[i]!));
  const means = columns.map((column) => column.reduce((sum, value) => sum + value, 0) / column.length);
  const factors = columns.map((column, i) => {
    const variance = column.reduce((sum, value) => sum + (value - means[i]!) ** 2, 0) / column.length;
    return variance === 0 ? shiftedFactor(0) : shiftedFactor(1 / (Math.sqrt(variance) * scale));
  });
  return checkStandardisation(
    {
      mean: means.map((mean) => Math.round(mean)),
      multiplier: factors.map(({ multiplier }) => multiplier),
      shift: factors.map(({ shift }) => shift),
      zeroPoint,
    },
    size,
  );
}

/** The same, when it is for so many values and in range; else `FEATURES.BAD_SPEC`. */
export function checkStandardisation(given: Standardisation, size: number): Standardisation {
  const bounds = { mean: [-2147483648, 2147483647], multiplier: [0, 32767], shift: [1, 46] } as const;
  for (const [name, [min, max]] of Object.entries(bounds)) {
    const list = given[name as keyof typeof bounds];
    const fits = (value: unknown): boolean =>
      Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
    if (!Array.isArray(list) || list.length !== size || !list.every(fits)) {
      throw badSpec(`standardise.${name}`, `${size} whole numbers from ${min} to ${max}`);
    }
  }
  const { zeroPoint } = given;
  if (!Number.isInteger(zeroPoint) || zeroPoint < -128 || zeroPoint > 127) {
    throw badSpec('standardise.zeroPoint', 'a whole number from -128 to 127');
  }
  return given;
}

/** Values to int8, in place of `out`'s. */
export function standardise(values: Int32Array, by: Standardisation, out: Int8Array): Int8Array {
  const { mean, multiplier, shift, zeroPoint } = by;
  for (let i = 0; i < values.length; i++) {
    const scaled = roundedShift((values[i]! - mean[i]!) * multiplier[i]!, shift[i]!) + zeroPoint;
    out[i] = Math.max(-128, Math.min(127, scaled));
  }
  return out;
}

export const STANDARDISE_C: CPart = {
  text: `/* (value - mean) * multiplier / 2^shift + zero point, halves up, kept within 8 bits. */
static inline void fettle_standardise(const int32_t *values, int32_t count, const int32_t *mean,
  const int16_t *multiplier, const int8_t *shift, int32_t zero_point, int8_t *out)
{
  for (int32_t i = 0; i < count; i++) {
    const int64_t product = ((int64_t)values[i] - mean[i]) * multiplier[i];
    const int64_t scaled = ((product + ((int64_t)1 << (shift[i] - 1))) >> shift[i]) + zero_point;
    out[i] = (int8_t)(scaled < -128 ? -128 : scaled > 127 ? 127 : scaled);
  }
}
`,
};
