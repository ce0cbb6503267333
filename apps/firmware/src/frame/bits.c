#include "frame/bits.h"

void bits_begin(struct bits *bits, uint8_t *bytes, size_t capacity)
{
  bits->bytes = bytes;
  bits->capacity = capacity;
  bits->length = 0;
  bits->free = 0;
  bits->full = false;
}

static void next_byte(struct bits *bits)
{
  if (bits->length == bits->capacity) {
    bits->full = true;
    return;
  }
  bits->bytes[bits->length++] = 0;
  bits->free = 8;
}

void bits_put(struct bits *bits, uint64_t value, unsigned count)
{
  while (count > 0) {
    if (bits->free == 0) next_byte(bits);
    if (bits->full) return;
    const unsigned take = count < bits->free ? count : bits->free;
    const uint64_t part = (value >> (count - take)) & (0xffu >> (8 - take));
    bits->free -= take;
    count -= take;
    bits->bytes[bits->length - 1] |= (uint8_t)(part << bits->free);
  }
}

uint64_t bits_zigzag(int64_t value)
{
  return value < 0 ? 2 * (uint64_t)(-(value + 1)) + 1 : 2 * (uint64_t)value;
}

unsigned bits_length(uint64_t value)
{
  unsigned length = 0;
  for (; value > 0; value >>= 1) length++;
  return length;
}

unsigned bits_number_cost(uint64_t value)
{
  const unsigned length = bits_length(value);
  return length < 2 ? 6 : 6 + length - 1;
}

void bits_number(struct bits *bits, uint64_t value)
{
  const unsigned length = bits_length(value);
  bits_put(bits, length, 6);
  if (length > 1) bits_put(bits, value, length - 1);
}

void bits_signed(struct bits *bits, int64_t value)
{
  bits_number(bits, bits_zigzag(value));
}

void bits_varint(struct bits *bits, uint64_t value)
{
  for (; value >= 128; value >>= 7) bits_put(bits, (value & 127) | 128, 8);
  bits_put(bits, value, 8);
}

void bits_align(struct bits *bits)
{
  bits->free = 0;
}
