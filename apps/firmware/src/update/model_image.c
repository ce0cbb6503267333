#include "model_image.h"

static int inside(const void *at, uintptr_t bytes, uintptr_t from, uintptr_t end)
{
  const uintptr_t address = (uintptr_t)at;
  return address >= from && address <= end && bytes <= end - address;
}

/* A function's address carries the Thumb bit; its first instruction has two bytes at least. */
static int code_inside(uintptr_t address, uintptr_t from, uintptr_t end)
{
  return inside((const void *)(address & ~(uintptr_t)1), 2, from, end);
}

int model_image_is_sound(const struct model_image *image, const uint8_t *end, uintptr_t ram, uint32_t ram_bytes)
{
  const uintptr_t from = (uintptr_t)image;
  const uintptr_t to = (uintptr_t)end;
  return image->magic == MODEL_IMAGE_MAGIC && image->abi == MODEL_IMAGE_ABI && image->image_bytes == to - from &&
         inside((const void *)image->ram_base, image->ram_bytes, ram, ram + ram_bytes) &&
         image->name[MODEL_NAME_BYTES - 1u] == '\0' && image->score_count > 0u &&
         image->score_count <= MODEL_MOST_OUTPUTS && image->feature_count <= MODEL_MOST_FEATURES &&
         inside(image->score_signals, image->score_count * sizeof *image->score_signals, from, to) &&
         (image->feature_count == 0u ||
          inside(image->feature_signals, image->feature_count * sizeof *image->feature_signals, from, to)) &&
         inside(image->test_window, image->window_samples * sizeof *image->test_window, from, to) &&
         inside(image->test_result, sizeof *image->test_result, from, to) &&
         code_inside((uintptr_t)image->begin, from, to) && code_inside((uintptr_t)image->run, from, to);
}
