import { OPERATORS } from '../operators/registry';

const OPENING = `/*
 * Fettle: what compiled int8 models share. C99; nothing beyond stdint.h and string.h, no allocation, no state.
 * Results are those of TensorFlow Lite Micro's reference kernels, bit for bit: sums are rescaled by a 31-bit
 * multiplier and a shift, and rounded twice.
 */
#ifndef FETTLE_TINYML_H
#define FETTLE_TINYML_H

#include <stdint.h>
#include <string.h>

/* Called after each layer with its number, its values and how many bytes they are; define it to look inside. */
#ifndef FETTLE_TINYML_OBSERVE
#define FETTLE_TINYML_OBSERVE(layer, values, bytes) ((void)0)
#endif

/*
 * Arm's DSP instructions, where there are any; with FETTLE_TINYML_PORTABLE, C alone. The same bits in either case. The DSP
 * loops take every register: -fno-omit-frame-pointer leaves too few, and does not compile without that macro.
 */
#if defined(__ARM_FEATURE_SIMD32) && defined(__GNUC__) && defined(__OPTIMIZE__) && !defined(FETTLE_TINYML_PORTABLE)
#define FETTLE_SIMD 1
#else
#define FETTLE_SIMD 0
#endif

/* Weights are read in words. */
#if defined(__GNUC__)
#define FETTLE_ALIGNED __attribute__((aligned(4)))
#else
#define FETTLE_ALIGNED
#endif

/* Four bytes, wherever they are, moved in place: without builtins (-ffreestanding) memcpy would be a call. */
#if defined(__GNUC__)
#define FETTLE_MOVE_4(to, from) __builtin_memcpy(to, from, 4)
#else
#define FETTLE_MOVE_4(to, from) memcpy(to, from, 4)
#endif

/* C leaves the right shift of negative numbers to the compiler: it has to keep the sign. */
typedef char fettle_right_shift_keeps_the_sign[(-3 >> 1) == -2 ? 1 : -1];
`;

const TYPES = `/* How sums become outputs; one factor for all channels where per_channel is 0, one for each where it is 1. */
typedef struct {
  int32_t output_offset;
  int32_t low;
  int32_t high;
  int32_t per_channel;
  const int32_t *biases;
  const int32_t *multipliers;
  const int8_t *shifts;
} fettle_rescaling;

typedef struct {
  int32_t rows;
  int32_t units;
  int32_t depth;
  fettle_rescaling rescaling;
} fettle_dense;

/* One dimension of a sliding window; before: how much of the first one hangs over the front. */
typedef struct {
  int32_t input;
  int32_t output;
  int32_t size;
  int32_t stride;
  int32_t dilation;
  int32_t before;
} fettle_window;

typedef struct {
  int32_t batches;
  int32_t input_depth;
  int32_t filter_depth;
  int32_t output_depth;
  int32_t input_offset;
  fettle_window rows;
  fettle_window columns;
  fettle_rescaling rescaling;
} fettle_convolution;

typedef struct {
  int32_t batches;
  int32_t depth;
  int32_t low;
  int32_t high;
  fettle_window rows;
  fettle_window columns;
} fettle_pool;

typedef struct {
  int32_t outer;
  int32_t number;
  int32_t inner;
  int32_t input_offset;
  int32_t multiplier;
  int32_t shift;
  int32_t output_offset;
} fettle_mean_factor;
`;

const ARITHMETIC = `/* Wraps. */
static inline int32_t fettle_add(int32_t a, int32_t b)
{
  return (int32_t)((uint32_t)a + (uint32_t)b);
}

static inline int8_t fettle_clamp(int32_t value, int32_t low, int32_t high)
{
  return (int8_t)(value < low ? low : value > high ? high : value);
}

/* a * b / 2^31, rounded, halves up; the one product that does not fit saturates. */
static inline int32_t fettle_high_multiply(int32_t a, int32_t b)
{
  if (a == INT32_MIN && b == INT32_MIN) {
    return INT32_MAX;
  }
  return (int32_t)(((int64_t)a * b + 1073741824) >> 31);
}

/* x / 2^bits, rounded, halves away from zero; bits from 0 to 31. */
static inline int32_t fettle_rounding_shift(int32_t x, int32_t bits)
{
  const int32_t mask = (int32_t)(((uint32_t)1 << bits) - 1u);
  const int32_t threshold = (mask >> 1) + (x < 0 ? 1 : 0);
  return (x >> bits) + ((x & mask) > threshold ? 1 : 0);
}

/* x * 2^bits, kept within 32 bits; bits from 0 to 30. */
static inline int32_t fettle_saturating_shift(int32_t x, int32_t bits)
{
  const int64_t shifted = (int64_t)x * ((int64_t)1 << bits);
  return shifted > INT32_MAX ? INT32_MAX : shifted < INT32_MIN ? INT32_MIN : (int32_t)shifted;
}

/* x * multiplier * 2^(shift - 31), rounded twice. */
static inline int32_t fettle_rescale(int32_t x, int32_t multiplier, int32_t shift)
{
  if (shift > 0) {
    return fettle_high_multiply((int32_t)((uint32_t)x << shift), multiplier);
  }
  return fettle_rounding_shift(fettle_high_multiply(x, multiplier), -shift);
}

/* The output that a channel's sum becomes. */
static inline int8_t fettle_store(const fettle_rescaling *r, int32_t sum, int32_t channel)
{
  const int32_t factor = r->per_channel ? channel : 0;
  const int32_t scaled = fettle_rescale(sum, r->multipliers[factor], r->shifts[factor]);
  return fettle_clamp(fettle_add(scaled, r->output_offset), r->low, r->high);
}

/* First index of the window that lies inside the input, for the window that starts at origin. */
static inline int32_t fettle_first_inside(const fettle_window *window, int32_t origin)
{
  return origin >= 0 ? 0 : (window->dilation - 1 - origin) / window->dilation;
}

/* One past the last such index. */
static inline int32_t fettle_last_inside(const fettle_window *window, int32_t origin)
{
  const int32_t fitting = (window->input - origin + window->dilation - 1) / window->dilation;
  return fitting < window->size ? fitting : window->size;
}
`;

/** `fettle_tinyml.h`: the same for every model, so that several can live in one program. */
export function runtimeHeader(): string {
  const functions = new Set(OPERATORS.flatMap((operator) => operator.c.functions));
  return [OPENING, TYPES, ARITHMETIC, ...functions, '#endif\n'].join('\n');
}
