#include "app/movement.h"

#include <string.h>

#define SHARE 16
#define STEPS 4
#define TENTH 10

static uint32_t magnitude(int64_t value)
{
  const int64_t positive = value < 0 ? -value : value;
  return positive > UINT32_MAX ? UINT32_MAX : (uint32_t)positive;
}

/* A mean that forgets: each window has a sixteenth of it. */
static uint32_t towards(uint32_t mean, uint32_t value)
{
  const int64_t difference = (int64_t)value - (int64_t)mean;
  return (uint32_t)((int64_t)mean + difference / SHARE);
}

void movement_begin(struct movement *movement)
{
  memset(movement, 0, sizeof *movement);
}

static bool has_moved(const struct movement *movement, size_t i, int32_t number)
{
  const uint64_t distance = magnitude((int64_t)number - movement->reported[i]);
  return distance * TENTH > movement->size[i] && distance > (uint64_t)movement->step[i] * STEPS;
}

bool movement_take(struct movement *movement, const int32_t *numbers, size_t count)
{
  bool moved = !movement->known;
  for (size_t i = 0; i < count; i++) {
    const uint32_t size = magnitude(numbers[i]);
    if (movement->known) {
      moved = has_moved(movement, i, numbers[i]) || moved;
      movement->step[i] = towards(movement->step[i], magnitude((int64_t)numbers[i] - movement->previous[i]));
      movement->size[i] = towards(movement->size[i], size);
    } else {
      movement->size[i] = size;
    }
    movement->previous[i] = numbers[i];
  }
  return moved;
}

void movement_reported(struct movement *movement, const int32_t *numbers, size_t count)
{
  memcpy(movement->reported, numbers, count * sizeof *numbers);
  movement->known = true;
}
