import { CPart } from './c-part';

/**
 * Two products in one instruction, where the core has it. On a core without it `FETTLE_FEATURES_DSP=1` compiles the same
 * path with the instructions spelt out: how a host checks that both paths have the same bits.
 */
export const DUAL_C: CPart = {
  text: `#if FETTLE_FEATURES_DSP
static inline uint32_t fettle_pair(const int16_t *from)
{
  uint32_t word;
  memcpy(&word, from, sizeof word);
  return word;
}

#if defined(__ARM_FEATURE_SIMD32)
static inline int32_t fettle_smlad(uint32_t a, uint32_t b, int32_t sum)
{
  return __smlad((int16x2_t)a, (int16x2_t)b, sum);
}

static inline int32_t fettle_smlsdx(uint32_t a, uint32_t b, int32_t sum)
{
  return __smlsdx((int16x2_t)a, (int16x2_t)b, sum);
}

static inline int64_t fettle_smlald(uint32_t a, uint32_t b, int64_t sum)
{
  return __smlald((int16x2_t)a, (int16x2_t)b, sum);
}
#else
static inline int32_t fettle_low(uint32_t pair)
{
  return (int32_t)(pair << 16) >> 16;
}

static inline int32_t fettle_high(uint32_t pair)
{
  return (int32_t)pair >> 16;
}

static inline int64_t fettle_smlald(uint32_t a, uint32_t b, int64_t sum)
{
  return sum + (int64_t)fettle_low(a) * fettle_low(b) + (int64_t)fettle_high(a) * fettle_high(b);
}

static inline int32_t fettle_smlad(uint32_t a, uint32_t b, int32_t sum)
{
  return (int32_t)fettle_smlald(a, b, sum);
}

static inline int32_t fettle_smlsdx(uint32_t a, uint32_t b, int32_t sum)
{
  return (int32_t)(sum + (int64_t)fettle_low(a) * fettle_high(b) - (int64_t)fettle_high(a) * fettle_low(b));
}
#endif
#endif
`,
};
