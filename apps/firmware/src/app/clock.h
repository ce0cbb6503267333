#ifndef FETTLE_APP_CLOCK_H
#define FETTLE_APP_CLOCK_H

#include <stdint.h>

/* Time of day for a board that has none of its own: unknown until somebody tells it. */
struct clock {
  int64_t offset_ms; /* 1970 to the board's start; 0: unknown */
};

void clock_set(struct clock *clock, int64_t unix_ms, uint64_t now_ms);

/* 0 while unknown. */
int64_t clock_unix_ms(const struct clock *clock, uint64_t now_ms);

#endif
