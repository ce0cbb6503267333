import { CPart } from '../c/c-part';
import { DUAL_C } from '../c/dual.c99';
import { SpectrumBits, Width, WIDTHS } from './width';

/** The types of a width: of a word, and of a product of a word and a twiddle. */
const product = (bits: SpectrumBits): string => (bits === 16 ? 'int32_t' : 'int64_t');

const stageText = ({
  bits,
  calm,
}: Width): string => `/* Magnitudes ORed together: the highest bit is the largest word's. */
static inline int32_t fettle_magnitude_bits${bits}(const int${bits}_t *words, int32_t count)
{
  int32_t seen = 0;
  for (int32_t i = 0; i < count; i++) {
    const int32_t word = words[i];
    seen |= word ^ (word >> 31);
  }
  return seen;
}

/* A butterfly grows words by at most 1 + sqrt(2): by how much its results are shifted. */
static inline int32_t fettle_stage_shift${bits}(int32_t seen)
{
  return seen < ${calm} ? 0 : seen < ${2 * calm} ? 1 : 2;
}
`;

const turnText = (bits: SpectrumBits): string =>
  bits === 32
    ? `/* z * (c - i s), rounded. */
static inline void fettle_turn32(const int32_t *z, int32_t c, int32_t s, int32_t *re, int32_t *im)
{
  *re = (int32_t)(((int64_t)c * z[0] + (int64_t)s * z[1] + 16384) >> 15);
  *im = (int32_t)(((int64_t)c * z[1] - (int64_t)s * z[0] + 16384) >> 15);
}
`
    : `/* z * (c - i s), rounded; no sum leaves 32 bits, since c * c + s * s is 1 in 15 bits. */
static inline void fettle_turn16(const int16_t *z, int32_t c, int32_t s, int32_t *re, int32_t *im)
{
#if FETTLE_FEATURES_DSP
  const uint32_t twiddle = ((uint32_t)c & 65535u) | ((uint32_t)s << 16);
  const uint32_t word = fettle_pair(z);
  *re = fettle_smlad(twiddle, word, 16384) >> 15;
  *im = fettle_smlsdx(twiddle, word, 16384) >> 15;
#else
  *re = (c * z[0] + s * z[1] + 16384) >> 15;
  *im = (c * z[1] - s * z[0] + 16384) >> 15;
#endif
}
`;

const butterflyText = (bits: SpectrumBits): string => `/* a + t and a - t, shifted; gives the magnitudes. */
static inline int32_t fettle_meet${bits}(int${bits}_t *a, int${bits}_t *b, int32_t re, int32_t im, int32_t shift)
{
  const int32_t round = (1 << shift) >> 1;
  const int32_t ar = a[0] + round;
  const int32_t ai = a[1] + round;
  const int32_t p = (ar + re) >> shift;
  const int32_t q = (ai + im) >> shift;
  const int32_t r = (ar - re) >> shift;
  const int32_t t = (ai - im) >> shift;
  a[0] = (int${bits}_t)p;
  a[1] = (int${bits}_t)q;
  b[0] = (int${bits}_t)r;
  b[1] = (int${bits}_t)t;
  return (p ^ (p >> 31)) | (q ^ (q >> 31)) | (r ^ (r >> 31)) | (t ^ (t >> 31));
}
`;

const complexText = (
  bits: SpectrumBits,
): string => `static inline void fettle_swap_reversed${bits}(int${bits}_t *z, int32_t count)
{
  int32_t j = 0;
  for (int32_t i = 1; i < count; i++) {
    int32_t bit = count >> 1;
    while ((j & bit) != 0) {
      j ^= bit;
      bit >>= 1;
    }
    j ^= bit;
    if (i < j) {
      const int${bits}_t re = z[2 * i];
      const int${bits}_t im = z[2 * i + 1];
      z[2 * i] = z[2 * j];
      z[2 * i + 1] = z[2 * j + 1];
      z[2 * j] = re;
      z[2 * j + 1] = im;
    }
  }
}

/*
 * In-place transform of count complex words, a power of two: what stands there afterwards, times 2^result.
 * Block floating point, decimation in time, radix 2. sine: fettle's table of that period.
 */
static inline int32_t fettle_complex_transform${bits}(int${bits}_t *z, int32_t count, const int16_t *sine, int32_t period)
{
  int32_t seen = fettle_magnitude_bits${bits}(z, 2 * count);
  int32_t exponent = 0;
  fettle_swap_reversed${bits}(z, count);
  for (int32_t half = 1; half < count; half *= 2) {
    const int32_t shift = fettle_stage_shift${bits}(seen);
    const int32_t stride = period / (2 * half);
    seen = 0;
    for (int32_t i = 0; i < count; i += 2 * half) {
      int${bits}_t *b = z + 2 * (i + half);
      seen |= fettle_meet${bits}(z + 2 * i, b, b[0], b[1], shift);
    }
    for (int32_t j = 1; j < half; j++) {
      const int32_t c = sine[j * stride + period / 4];
      const int32_t s = sine[j * stride];
      for (int32_t i = j; i < count; i += 2 * half) {
        int${bits}_t *b = z + 2 * (i + half);
        int32_t re;
        int32_t im;
        fettle_turn${bits}(b, c, s, &re, &im);
        seen |= fettle_meet${bits}(z + 2 * i, b, re, im, shift);
      }
    }
    exponent += shift;
  }
  return exponent;
}
`;

const realText = (bits: SpectrumBits): string => `/*
 * In-place transform of size real words: bin k at [2k, 2k + 1]; the first and the last, both real, at [0] and [1].
 * Even and odd samples are transformed as real and imaginary parts, and told apart.
 */
static inline int32_t fettle_real_transform${bits}(int${bits}_t *x, int32_t size, const int16_t *sine, int32_t period)
{
  const int32_t exponent = fettle_complex_transform${bits}(x, size / 2, sine, period);
  const int32_t shift = fettle_stage_shift${bits}(fettle_magnitude_bits${bits}(x, size));
  const int32_t down = shift + 1;
  const int32_t round = 1 << shift;
  const int32_t first = x[0];
  const int32_t second = x[1];
  x[0] = (int${bits}_t)((2 * (first + second) + round) >> down);
  x[1] = (int${bits}_t)((2 * (first - second) + round) >> down);
  for (int32_t k = 1; k <= size / 4; k++) {
    int${bits}_t *a = x + 2 * k;
    int${bits}_t *b = x + (size - 2 * k);
    const int32_t c = sine[k * (period / size) + period / 4];
    const int32_t s = sine[k * (period / size)];
    const int32_t even_re = a[0] + b[0];
    const int32_t even_im = a[1] - b[1];
    const ${product(bits)} odd_re = a[1] + b[1];
    const ${product(bits)} odd_im = b[0] - a[0];
    const int32_t re = (int32_t)((c * odd_re + s * odd_im + 16384) >> 15);
    const int32_t im = (int32_t)((c * odd_im - s * odd_re + 16384) >> 15);
    a[0] = (int${bits}_t)((even_re + re + round) >> down);
    a[1] = (int${bits}_t)((even_im + im + round) >> down);
    b[0] = (int${bits}_t)((even_re - re + round) >> down);
    b[1] = (int${bits}_t)((im - even_im + round) >> down);
  }
  return exponent + shift;
}
`;

const parts = (width: Width): { complex: CPart; real: CPart; magnitude: CPart } => {
  const { bits } = width;
  const magnitude: CPart = { text: stageText(width) };
  const turn: CPart = { text: turnText(bits), uses: bits === 16 ? [DUAL_C] : [] };
  const complex: CPart = { text: complexText(bits), uses: [magnitude, turn, { text: butterflyText(bits) }] };
  return { complex, real: { text: realText(bits), uses: [complex] }, magnitude };
};

/** The transforms of `fft.ts` for each width. */
export const TRANSFORMS_C = { 16: parts(WIDTHS[16]), 32: parts(WIDTHS[32]) } as const;
