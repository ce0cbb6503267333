import { SCALED_QUOTIENT_C } from '../../arithmetic/integers.c99';
import { CPart } from '../../c/c-part';
import { DUAL_C } from '../../c/dual.c99';

export const SUMS_C: CPart = {
  uses: [DUAL_C],
  text: `typedef struct {
  int32_t count;
  int32_t low;
  int32_t high;
  int32_t sum;
  uint64_t squares;
  int32_t mean_q8;
  int32_t peak_q8;
} fettle_sums;

/* One pass over 1 to 8,192 samples. */
static inline void fettle_sum_up(fettle_sums *s, const int16_t *x, int32_t count)
{
  int64_t squares = 0;
  int32_t i = 0;
  s->count = count;
  s->low = 32767;
  s->high = -32768;
  s->sum = 0;
#if FETTLE_FEATURES_DSP
  for (; i + 1 < count; i += 2) {
    const uint32_t pair = fettle_pair(x + i);
    squares = fettle_smlald(pair, pair, squares);
  }
#endif
  for (; i < count; i++) {
    squares += x[i] * x[i];
  }
  for (i = 0; i < count; i++) {
    s->low = x[i] < s->low ? x[i] : s->low;
    s->high = x[i] > s->high ? x[i] : s->high;
    s->sum += x[i];
  }
  s->squares = (uint64_t)squares;
  s->mean_q8 = (int32_t)((((int64_t)s->sum + 32768 * (int64_t)count) * 256 + count / 2) / count - 8388608);
  s->peak_q8 = s->high * 256 - s->mean_q8;
  if (s->mean_q8 - s->low * 256 > s->peak_q8) {
    s->peak_q8 = s->mean_q8 - s->low * 256;
  }
}
`,
};

export const VARIANCE_C: CPart = {
  uses: [SUMS_C, SCALED_QUOTIENT_C],
  text: `/* Variance, 16 fractional bits: by deviations from the rounded mean. */
static inline uint64_t fettle_variance_q16(const fettle_sums *s)
{
  const int64_t count = s->count;
  const int64_t mean = (s->mean_q8 + 128) >> 8;
  const int64_t first = s->sum - count * mean;
  const int64_t second = (int64_t)s->squares - 2 * mean * s->sum + count * mean * mean;
  return fettle_scaled_quotient((uint64_t)second, (uint32_t)count, 16)
    - (uint64_t)(first * first * 65536) / (uint64_t)(count * count);
}
`,
};
