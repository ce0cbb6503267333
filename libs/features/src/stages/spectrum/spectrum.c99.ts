import { BIT_LENGTH_C } from '../../arithmetic/integers.c99';
import { CPart } from '../../c/c-part';
import { TRANSFORMS_C } from '../../transform/fft.c99';
import { SpectrumBits, WIDTHS } from '../../transform/width';
import { SUMS_C } from '../sums/sums.c99';

const typeText = (bits: SpectrumBits): string => `/* Bin k at [2k, 2k + 1], in units of 2^exponent samples. */
typedef struct {
  int${bits}_t *words;
  int32_t size;
  int32_t exponent;
} fettle_spectrum${bits};

/* Squared magnitude of bin k, 0 < k < size / 2. */
static inline uint64_t fettle_power${bits}(const int${bits}_t *words, int32_t k)
{
  const int${bits === 16 ? 32 : 64}_t re = words[2 * k];
  const int${bits === 16 ? 32 : 64}_t im = words[2 * k + 1];
  return (uint64_t)(re * re) + (uint64_t)(im * im);
}
`;

const loadText = (
  bits: SpectrumBits,
): string => `static inline int${bits}_t fettle_load_word${bits}(int32_t distance, int32_t factor, int32_t shift)
{
  return (int${bits}_t)(((int64_t)distance * factor + ((int64_t)1 << (shift - 1))) >> shift);
}

/* The window about its mean, scaled to fill ${WIDTHS[bits].loadBits} bits, under Hann's window if asked; gives the exponent. */
static inline int32_t fettle_load${bits}(int${bits}_t *words, const int16_t *x, const fettle_sums *s, const int16_t *sine,
  int32_t hann)
{
  const int32_t size = s->count;
  int32_t shift = fettle_bit_length((uint64_t)s->peak_q8) - ${WIDTHS[bits].loadBits};
  shift = shift < -14 ? -14 : shift;
  for (int32_t i = 0; i <= size / 2; i++) {
    const int32_t factor = hann != 0 ? (32767 - sine[i + size / 4]) >> 1 : 32768;
    const int32_t mirror = (size - i) & (size - 1);
    words[i] = fettle_load_word${bits}(x[i] * 256 - s->mean_q8, factor, 15 + shift);
    words[mirror] = fettle_load_word${bits}(x[mirror] * 256 - s->mean_q8, factor, 15 + shift);
  }
  return shift - 8;
}
`;

const windowText = (
  bits: SpectrumBits,
): string => `/* Spectrum of a window of 64 to 4,096 samples, a power of two; words: as many as samples. */
static inline void fettle_window_spectrum${bits}(fettle_spectrum${bits} *to, const int16_t *x, const fettle_sums *s,
  const int16_t *sine)
{
  to->size = s->count;
  to->exponent = fettle_load${bits}(to->words, x, s, sine, 1);
  to->exponent += fettle_real_transform${bits}(to->words, to->size, sine, to->size);
}
`;

const parts = (bits: SpectrumBits): { type: CPart; load: CPart; window: CPart } => {
  const type: CPart = { text: typeText(bits) };
  const load: CPart = { text: loadText(bits), uses: [SUMS_C, BIT_LENGTH_C] };
  const window: CPart = { text: windowText(bits), uses: [type, load, TRANSFORMS_C[bits].real] };
  return { type, load, window };
};

/** The spectrum of `spectrum.ts` for each width. */
export const SPECTRUM_C = { 16: parts(16), 32: parts(32) } as const;
