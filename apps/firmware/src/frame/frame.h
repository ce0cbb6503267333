#ifndef FETTLE_FRAME_H
#define FETTLE_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* libs/frame/SPEC.md, version 1. */
#define FRAME_SCALED 0u
#define FRAME_LABEL 1u
#define FRAME_PROBABILITY 2u
#define FRAME_FLOAT64 3u

#define FRAME_PRESENT 0u
#define FRAME_MISSING 1u
#define FRAME_NAN 2u

#define FRAME_MAX_SAMPLES 4096u
#define FRAME_MAX_COLUMNS 64u

/* Most bytes that `samples` of `columns` with 32-bit numbers and times on their cadence can take. */
#define FRAME_MAX_BYTES(samples, columns) (48u + (columns) * (20u + ((samples) * 33u + 7u) / 8u))

struct frame_column {
  uint32_t signal_id; /* ascending in a frame, 1 to 2^21 - 1 */
  uint8_t kind;
  int8_t exponent;
};

/* A batch that is asked for number by number, so that nothing is copied for the encoder. */
struct frame_input {
  uint32_t boot_id;
  uint64_t sequence; /* below 2^48 */
  bool content_identity;
  size_t samples;
  size_t column_count;
  const struct frame_column *columns;
  const void *context; /* first argument of the three */
  int64_t (*time_ms)(const void *context, size_t sample);
  int64_t (*number)(const void *context, size_t column, size_t sample); /* of float64: the double's 64 bits */
  uint8_t (*state)(const void *context, size_t column, size_t sample);  /* NULL: all are present */
};

/*
 * The bytes of the frame, or 0 if it does not fit in `capacity` or has no encoding here: numbers are below 2^52 in magnitude and
 * times below 2^50 ms (SPEC.md goes a little further). The same input gives the same bytes. Each list is constant, packed or rice
 * with predictor `last`, whichever is shortest. About 250 bytes of stack on a Cortex-M, no other memory.
 */
size_t frame_encode(const struct frame_input *input, uint8_t *out, size_t capacity);

#endif
