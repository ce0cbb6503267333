import { BIT_LENGTH_C, SQUARE_ROOT_32_C, SQUARE_ROOT_C } from '../../arithmetic/integers.c99';
import { CPart } from '../../c/c-part';
import { TRANSFORMS_C } from '../../transform/fft.c99';
import { SpectrumBits, WIDTHS } from '../../transform/width';
import { SPECTRUM_C } from '../spectrum/spectrum.c99';

const root = (bits: SpectrumBits): string =>
  bits === 16
    ? 'fettle_square_root_32((uint32_t)fettle_power16(words, i))'
    : 'fettle_square_root(fettle_power32(words, i))';

const fillText = (
  bits: SpectrumBits,
): string => `/* Scales words up until they fill ${WIDTHS[bits].loadBits} bits; gives by how many. */
static inline int32_t fettle_fill${bits}(int${bits}_t *words, int32_t count)
{
  const int32_t up = ${WIDTHS[bits].loadBits} - fettle_bit_length((uint32_t)fettle_magnitude_bits${bits}(words, count));
  if (up <= 0 || up == ${WIDTHS[bits].loadBits}) {
    return 0;
  }
  for (int32_t i = 0; i < count; i++) {
    words[i] = (int${bits}_t)(words[i] * (1 << up));
  }
  return up;
}
`;

const envelopeText = (
  bits: SpectrumBits,
): string => `/* The envelope's magnitude in place of the analytic signal, about its mean. */
static inline void fettle_envelope${bits}(int${bits}_t *words, int32_t size)
{
  int64_t sum = size / 2;
  for (int32_t i = 0; i < size; i++) {
    words[i] = (int${bits}_t)${root(bits)};
    sum += words[i];
  }
  const int32_t mean = (int32_t)(sum / size);
  for (int32_t i = 0; i < size; i++) {
    words[i] = (int${bits}_t)(words[i] - mean);
  }
}

/*
 * Spectrum of the envelope of the band of bins from first on; size: a power of two, not below bins. Its bins, moved down to
 * zero and transformed, are the analytic signal of the band, decimated and turned round in time.
 */
static inline void fettle_envelope_spectrum${bits}(fettle_spectrum${bits} *to, const int16_t *x, const fettle_sums *s,
  const int16_t *sine, int32_t first, int32_t bins, int32_t size)
{
  int${bits}_t *words = to->words;
  to->size = size;
  to->exponent = fettle_load${bits}(words, x, s, sine, 0);
  to->exponent += fettle_real_transform${bits}(words, s->count, sine, s->count);
  memmove(words, words + 2 * first, (size_t)bins * 2 * sizeof *words);
  memset(words + 2 * bins, 0, (size_t)(size - bins) * 2 * sizeof *words);
  to->exponent -= fettle_fill${bits}(words, 2 * size);
  to->exponent += fettle_complex_transform${bits}(words, size, sine, s->count);
  fettle_envelope${bits}(words, size);
  to->exponent -= fettle_fill${bits}(words, size);
  for (int32_t i = 0; i < size; i++) {
    const int32_t index = (i <= size / 2 ? i : size - i) * (s->count / size);
    const int32_t hann = (32767 - sine[index + s->count / 4]) >> 1;
    words[i] = (int${bits}_t)(((int64_t)words[i] * hann + 16384) >> 15);
  }
  to->exponent += fettle_real_transform${bits}(words, size, sine, s->count);
}
`;

const part = (bits: SpectrumBits): CPart => ({
  text: envelopeText(bits),
  uses: [
    SPECTRUM_C[bits].type,
    SPECTRUM_C[bits].load,
    TRANSFORMS_C[bits].real,
    bits === 16 ? SQUARE_ROOT_32_C : SQUARE_ROOT_C,
    { text: fillText(bits), uses: [BIT_LENGTH_C, TRANSFORMS_C[bits].magnitude] },
  ],
});

/** The spectrum of `envelope.ts` for each width. */
export const ENVELOPE_C = { 16: part(16), 32: part(32) } as const;
