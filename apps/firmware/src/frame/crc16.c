#include "frame/crc16.h"

uint16_t crc16(uint16_t so_far, const void *bytes, size_t size)
{
  const uint8_t *at = bytes;
  uint32_t crc = so_far;
  for (size_t i = 0; i < size; i++) {
    uint32_t x = (crc >> 8) ^ at[i];
    x ^= x >> 4;
    crc = ((crc << 8) ^ (x << 12) ^ (x << 5) ^ x) & 0xffffu;
  }
  return (uint16_t)crc;
}
