#include "app/clock.h"

void clock_set(struct clock *clock, int64_t unix_ms, uint64_t now_ms)
{
  clock->offset_ms = unix_ms - (int64_t)now_ms;
}

int64_t clock_unix_ms(const struct clock *clock, uint64_t now_ms)
{
  return clock->offset_ms == 0 ? 0 : clock->offset_ms + (int64_t)now_ms;
}
