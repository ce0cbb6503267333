#ifndef FETTLE_FLASH_H
#define FETTLE_FLASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FLASH_SECTOR 4096u

/*
 * A region of NOR flash: read in place, programmed in words (bits only go from one to zero), erased by the sector to all
 * ones. A call that returns false may have done any part of its work, as one that a power cut ended.
 */
struct flash {
  void *context;
  const uint8_t *memory;
  /* `offset` and `size` are multiples of four. */
  bool (*program)(void *context, uint32_t offset, const void *bytes, size_t size);
  bool (*erase)(void *context, uint32_t offset);
};

#endif
