import { ChannelRescaling } from './channel-rescaling';
import { CFields, CLayer } from './operator';

/** Rescaling of sums that are known to be small by factors that are known to be below one half; needs no branch. */
export const SCALING_C = `/*
 * How sums within 2^30 become outputs by factors below one half: sum * multiplier * 2^-(halvings + 32), rounded twice as
 * ever. Biases take 16 bits where all of a layer fit: the other pointer is null, and else the first. after = 2 * zero point + 1.
 */
typedef struct {
  const int16_t *short_biases;
  const int32_t *biases;
  const int32_t *multipliers;
  const uint8_t *halvings;
  int32_t per_channel;
  int32_t after;
} fettle_scaling;

/* a * b / 2^32, rounded, halves up. */
static inline int32_t fettle_multiply_high(int32_t a, int32_t b)
{
#if FETTLE_SIMD
  int32_t high;
  __asm__("smmulr %0, %1, %2" : "=r"(high) : "r"(a), "r"(b));
  return high;
#else
  return (int32_t)(((int64_t)a * b + 2147483648) >> 32);
#endif
}

/* x / 2, rounded down, within 8 bits. */
static inline int32_t fettle_halve_to_8_bits(int32_t x)
{
#if FETTLE_SIMD
  int32_t narrow;
  __asm__("ssat %0, #8, %1, asr #1" : "=r"(narrow) : "r"(x) : "cc");
  return narrow;
#else
  return fettle_clamp(x >> 1, -128, 127);
#endif
}

/* The outputs of up to four channels, from one on, by the sums of their products. */
static inline void fettle_scale_4(const fettle_scaling *scaling, int32_t channel, int32_t channels,
                                  const int32_t sums[4], int8_t *y)
{
  const int32_t step = scaling->per_channel;
  const int32_t after = scaling->after;
  const int32_t *multiplier = scaling->multipliers + step * channel;
  const uint8_t *halvings = scaling->halvings + step * channel;
  const int16_t *short_bias = scaling->short_biases;
  const int32_t *bias = scaling->biases + channel;
  const int32_t count = channels - channel < 4 ? channels - channel : 4;
  const int8_t *const end = y + count;
  if (short_bias) {
    short_bias += channel;
  }
  do {
    const int32_t sum = *sums++ + (short_bias ? *short_bias++ : *bias++);
    const int32_t scaled = fettle_multiply_high(sum * 2, *multiplier);
    *y++ = (int8_t)fettle_halve_to_8_bits(((scaled + (scaled >> 31)) >> *halvings) + after);
    multiplier += step;
    halvings += step;
  } while (y != end);
}
`;

/** Keeps outputs within a narrower range than 8 bits. */
export const CLAMP_ALL_C = `/* Outputs within a fused activation's range. */
static inline void fettle_clamp_all(int8_t *y, int32_t count, int32_t low, int32_t high)
{
  for (int32_t i = 0; i < count; i++) {
    y[i] = fettle_clamp(y[i], low, high);
  }
}
`;

type Rescaling = Pick<
  ChannelRescaling,
  'multipliers' | 'shifts' | 'inputOffset' | 'outputOffset' | 'biases' | 'low' | 'high'
>;

/** The greatest that the input's values can be once its zero point is taken off, with either sign. */
export function greatestInput(inputOffset: number): number {
  return Math.max(Math.abs(inputOffset - 128), Math.abs(inputOffset + 127));
}

/**
 * Whether `fettle_scaling` has the same results as the general form for every input: no sum leaves 2^30, whatever the
 * order of its products, and every factor is below one half. `magnitudes`: for each channel the sum of its weights' sizes.
 */
export function scalesSimply(rescaling: Rescaling, magnitudes: readonly number[]): boolean {
  const { multipliers, shifts, biases, inputOffset } = rescaling;
  const greatest = greatestInput(inputOffset);
  return magnitudes.every((magnitude, c) => {
    const factor = multipliers.length === 1 ? 0 : c;
    const bounded = Math.abs(biases[c]!) + magnitude * greatest < 2 ** 30;
    const positive = multipliers[factor]! >= 0;
    return bounded && positive && shifts[factor]! <= -1 && shifts[factor]! >= -31;
  });
}

/** Members of `fettle_scaling`: one factor where all are the same, biases of 16 bits where all fit. */
export function scalingFields(layer: CLayer, rescaling: Rescaling): CFields {
  const { multipliers, shifts, outputOffset, biases } = rescaling;
  const shared = multipliers.every((m, c) => m === multipliers[0] && shifts[c] === shifts[0]);
  const kept = shared ? 1 : multipliers.length;
  const short = biases.every((bias) => bias >= -32768 && bias <= 32767);
  return {
    short_biases: short ? layer.array('biases', 'int16_t', biases) : '0',
    biases: short ? '0' : layer.array('biases', 'int32_t', biases),
    multipliers: layer.array('multipliers', 'int32_t', multipliers.subarray(0, kept)),
    halvings: layer.array(
      'halvings',
      'uint8_t',
      Array.from(shifts.subarray(0, kept), (shift) => -shift - 1),
    ),
    per_channel: shared ? 0 : 1,
    after: 2 * outputOffset + 1,
  };
}

/** The statement that narrows the outputs' range; empty where 8 bits are the range. */
export function clampAll({ low, high }: Rescaling, output: string, count: number): string {
  return low <= -128 && high >= 127 ? '' : `\nfettle_clamp_all(${output}, ${count}, ${low}, ${high});`;
}
