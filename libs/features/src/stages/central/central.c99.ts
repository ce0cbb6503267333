import { BIT_LENGTH_C, SCALED_QUOTIENT_C } from '../../arithmetic/integers.c99';
import { CPart } from '../../c/c-part';
import { SUMS_C } from '../sums/sums.c99';

export const CENTRAL_C: CPart = {
  uses: [SUMS_C],
  text: `typedef struct {
  uint32_t count;
  uint64_t second;
  int64_t third;
  uint64_t fourth;
} fettle_central;

/* Sums of powers of the distance from the mean, scaled to at most 1,023. */
static inline void fettle_centre(fettle_central *c, const int16_t *x, const fettle_sums *s)
{
  int32_t shift = 0;
  while ((s->peak_q8 >> shift) > 1022) {
    shift++;
  }
  const int32_t centre = ((1 << shift) >> 1) - s->mean_q8;
  c->count = (uint32_t)s->count;
  c->second = 0;
  c->third = 0;
  c->fourth = 0;
  for (int32_t i = 0; i < s->count; i++) {
    const int32_t d = (x[i] * 256 + centre) >> shift;
    const int32_t square = d * d;
    c->second += (uint32_t)square;
    c->third += square * d;
    c->fourth += (uint64_t)square * (uint32_t)square;
  }
}
`,
};

export const EVEN_EXPONENT_C: CPart = {
  uses: [CENTRAL_C, BIT_LENGTH_C, SCALED_QUOTIENT_C],
  text: `/* Even exponent that brings the mean of squares to 15 or 16 bits. */
static inline int32_t fettle_even_exponent(const fettle_central *c)
{
  const int32_t exponent = 16 - fettle_bit_length(fettle_scaled_quotient(c->second, c->count, 0));
  return exponent - (exponent & 1);
}
`,
};
