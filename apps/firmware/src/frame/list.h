#ifndef FETTLE_FRAME_LIST_H
#define FETTLE_FRAME_LIST_H

#include "frame/bits.h"
#include "frame/frame.h"

/* Which integers of a frame a list is made of. */
enum list_part { LIST_OFFSETS, LIST_STATES, LIST_NUMBERS, LIST_HIGH_HALVES, LIST_LOW_HALVES };

/* How times become integers: time = unit x (base + i x cadence + offset i). */
struct list_clock {
  int64_t unit;
  int64_t base;
  int64_t cadence;
};

struct list {
  const struct frame_input *input;
  const struct list_clock *clock;
  enum list_part part;
  size_t column;
};

/* Writes the list in the mode that takes fewest bits; false if no mode here holds it. An empty list writes nothing. */
bool list_write(const struct list *list, struct bits *bits);

/* Whether any sample of the column is not present. */
bool list_has_states(const struct frame_input *input, size_t column);

#endif
