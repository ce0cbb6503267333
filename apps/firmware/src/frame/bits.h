#ifndef FETTLE_FRAME_BITS_H
#define FETTLE_FRAME_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bits into memory of the caller, most significant first. What does not fit is left out, and `full` says so. */
struct bits {
  uint8_t *bytes;
  size_t capacity;
  size_t length; /* whole bytes, the one that was begun among them */
  unsigned free; /* bits left in the last byte */
  bool full;
};

void bits_begin(struct bits *bits, uint8_t *bytes, size_t capacity);

/* The low `count` bits, 0 to 64. */
void bits_put(struct bits *bits, uint64_t value, unsigned count);

/* A length in six bits, then the value below its leading one; the value is below 2^53. */
void bits_number(struct bits *bits, uint64_t value);

/* The number of the zigzag; the magnitude is below 2^52. */
void bits_signed(struct bits *bits, int64_t value);

/* Seven bits a byte, lowest first; only where a byte begins. */
void bits_varint(struct bits *bits, uint64_t value);

/* The next bit begins a byte. */
void bits_align(struct bits *bits);

/* 0, -1, 1, -2, 2 … become 0, 1, 2, 3, 4 … */
uint64_t bits_zigzag(int64_t value);

/* Bits of a value without leading zeros; 0 for 0. */
unsigned bits_length(uint64_t value);

/* What bits_number takes. */
unsigned bits_number_cost(uint64_t value);

#endif
