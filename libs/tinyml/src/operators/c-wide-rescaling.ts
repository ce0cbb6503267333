import { ChannelRescaling } from './channel-rescaling';
import { CFields, CLayer } from './operator';

/** Text of the runtime header: sums of 16-bit values. */
export const RESCALE_WIDE_C = `/* sum * multiplier * 2^(shift - 15), rounded once, halves up; the multiplier has 15 bits, shift is at most 14. */
static inline int32_t fettle_rescale_wide(int64_t sum, int32_t multiplier, int32_t shift)
{
  const int32_t right = 15 - shift;
  return (int32_t)((sum * multiplier + ((int64_t)1 << (right - 1))) >> right);
}
`;

export const WIDE_RESCALING_C = `/* How sums of 16-bit values become outputs; wide: of more than 32 bits, by multipliers of 15. */
typedef struct {
  int32_t low;
  int32_t high;
  int32_t wide;
  const int64_t *biases;
  const int32_t *multipliers;
  const int8_t *shifts;
} fettle_wide_rescaling;

static inline fettle_int16 fettle_store_wide(const fettle_wide_rescaling *r, int64_t sum, int32_t channel)
{
  const int32_t multiplier = r->multipliers[channel];
  const int32_t scaled = r->wide ? fettle_rescale_wide(sum, multiplier, r->shifts[channel])
                                 : fettle_rescale((int32_t)sum, multiplier, r->shifts[channel]);
  return (fettle_int16)fettle_within(scaled, r->low, r->high);
}
`;

/** Greatest shift of a wide sum that leaves a bit to round by. */
const MOST_SHIFT = 14;

/** Members of the runtime header's `fettle_wide_rescaling`; the zero points of 16-bit values are 0. */
export function wideFields(layer: CLayer, rescaling: ChannelRescaling): CFields {
  const { multipliers, shifts, biases, low, high, wide } = rescaling;
  if (wide && shifts.some((shift) => shift > MOST_SHIFT)) layer.refuse('a rescaling factor is too large');
  const kept = wide ? multipliers.map(reduced) : multipliers;
  return {
    low,
    high,
    wide: wide ? 1 : 0,
    biases: layer.array('biases', 'int64_t', biases),
    multipliers: layer.array('multipliers', 'int32_t', kept),
    shifts: layer.array('shifts', 'int8_t', shifts),
  };
}

/** Cut down to 15 bits, as wide sums are rescaled. */
function reduced(multiplier: number): number {
  return multiplier < 0x7fff0000 ? (multiplier + 0x8000) >> 16 : 0x7fff;
}
