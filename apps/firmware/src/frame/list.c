#include "frame/list.h"

/* Codes of SPEC.md. */
#define CONSTANT 0u
#define PACKED 1u
#define RICE 2u
#define PREDICT_LAST 1u
#define ESCAPE 16u

static const int64_t SIGNED_LIMIT = INT64_C(1) << 52;
static const int64_t PREDICTABLE = INT64_C(1) << 50;

/* What one pass tells. */
struct survey {
  size_t count;
  int64_t first, least, greatest;
  uint64_t residuals; /* sum of zigzagged steps */
};

static bool present(const struct frame_input *input, size_t column, size_t sample)
{
  return input->state == NULL || input->state(input->context, column, sample) == FRAME_PRESENT;
}

bool list_has_states(const struct frame_input *input, size_t column)
{
  for (size_t i = 0; i < input->samples; i++) {
    if (!present(input, column, i)) return true;
  }
  return false;
}

/* 64 bits in an order that is the doubles' own. */
static uint64_t ordered(int64_t pattern)
{
  const uint64_t bits = (uint64_t)pattern;
  return bits >> 63 == 0 ? bits | UINT64_C(1) << 63 : ~bits;
}

/* The integer at or after *sample, which moves past it; false at the end. */
static bool next(const struct list *list, size_t *sample, int64_t *value)
{
  const struct frame_input *input = list->input;
  const bool skips = list->part >= LIST_NUMBERS;
  while (skips && *sample < input->samples && !present(input, list->column, *sample)) (*sample)++;
  if (*sample >= input->samples) return false;
  const size_t i = (*sample)++;
  const void *context = input->context;
  switch (list->part) {
    case LIST_OFFSETS:
      *value = input->time_ms(context, i) / list->clock->unit - list->clock->base - (int64_t)i * list->clock->cadence;
      break;
    case LIST_STATES: *value = input->state(context, list->column, i); break;
    case LIST_NUMBERS: *value = input->number(context, list->column, i); break;
    case LIST_HIGH_HALVES: *value = (int64_t)(ordered(input->number(context, list->column, i)) >> 32); break;
    case LIST_LOW_HALVES: *value = (int64_t)(ordered(input->number(context, list->column, i)) & 0xffffffffu); break;
  }
  return true;
}

/* Offsets are those of the second sample on. */
static size_t start(const struct list *list)
{
  return list->part == LIST_OFFSETS ? 1 : 0;
}

static struct survey look(const struct list *list)
{
  struct survey seen = {0, 0, 0, 0, 0};
  int64_t value = 0;
  int64_t last = 0;
  for (size_t at = start(list); next(list, &at, &value); last = value) {
    if (seen.count++ == 0) {
      seen.first = seen.least = seen.greatest = value;
      continue;
    }
    if (value < seen.least) seen.least = value;
    if (value > seen.greatest) seen.greatest = value;
    seen.residuals += bits_zigzag(value - last);
  }
  return seen;
}

static bool in_reach(int64_t value, int64_t limit)
{
  return value > -limit && value < limit;
}

/* The k whose quotients are about one for the mean step. */
static unsigned rice_parameter(const struct survey *seen)
{
  const uint64_t mean = seen->residuals / (seen->count - 1);
  const unsigned length = bits_length(mean);
  return length == 0 ? 0 : length - 1;
}

static uint64_t rice_cost(const struct list *list, const struct survey *seen, unsigned k)
{
  uint64_t cost = 4 + 3 + 6 + bits_number_cost(bits_zigzag(seen->first));
  size_t at = start(list);
  int64_t value = 0;
  (void)next(list, &at, &value);
  for (int64_t last = value; next(list, &at, &value); last = value) {
    const uint64_t residual = bits_zigzag(value - last);
    const uint64_t quotient = residual >> k;
    cost += quotient < ESCAPE ? quotient + 1 + k : ESCAPE + bits_number_cost(residual);
  }
  return cost;
}

static void write_rice(const struct list *list, struct bits *bits, unsigned k)
{
  size_t at = start(list);
  int64_t value = 0;
  (void)next(list, &at, &value);
  bits_put(bits, RICE, 4);
  bits_put(bits, PREDICT_LAST, 3);
  bits_put(bits, k, 6);
  bits_signed(bits, value);
  for (int64_t last = value; next(list, &at, &value); last = value) {
    const uint64_t residual = bits_zigzag(value - last);
    const uint64_t quotient = residual >> k;
    if (quotient < ESCAPE) {
      bits_put(bits, ((UINT64_C(1) << quotient) - 1) << 1, (unsigned)quotient + 1);
      bits_put(bits, residual, k);
    } else {
      bits_put(bits, 0xffffu, ESCAPE);
      bits_number(bits, residual);
    }
  }
}

static void write_packed(const struct list *list, struct bits *bits, int64_t low, unsigned width)
{
  int64_t value = 0;
  bits_put(bits, PACKED, 4);
  bits_signed(bits, low);
  bits_put(bits, width, 6);
  for (size_t at = start(list); next(list, &at, &value);) bits_put(bits, (uint64_t)(value - low), width);
}

bool list_write(const struct list *list, struct bits *bits)
{
  const struct survey seen = look(list);
  if (seen.count == 0) return true;
  if (!in_reach(seen.least, SIGNED_LIMIT) || !in_reach(seen.greatest, SIGNED_LIMIT)) return false;
  if (seen.least == seen.greatest) {
    bits_put(bits, CONSTANT, 4);
    bits_signed(bits, seen.first);
    return true;
  }
  const unsigned width = bits_length((uint64_t)(seen.greatest - seen.least));
  const uint64_t packed = 4 + bits_number_cost(bits_zigzag(seen.least)) + 6 + (uint64_t)seen.count * width;
  const unsigned k = rice_parameter(&seen);
  const bool predictable = in_reach(seen.least, PREDICTABLE) && in_reach(seen.greatest, PREDICTABLE);
  if (predictable && rice_cost(list, &seen, k) < packed) {
    write_rice(list, bits, k);
  } else {
    write_packed(list, bits, seen.least, width);
  }
  return true;
}
