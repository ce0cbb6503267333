/* Arithmetic modulo 2^255 - 19, eight words, least significant first. Results may be any of their sums' equals below 2^256. */
#ifndef FETTLE_FIELD25519_H
#define FETTLE_FIELD25519_H

#include <stdint.h>

struct field {
  uint32_t w[8];
};

/* r may be a or b everywhere. */
void field_add(struct field *r, const struct field *a, const struct field *b);
void field_subtract(struct field *r, const struct field *a, const struct field *b);
void field_multiply(struct field *r, const struct field *a, const struct field *b);
/* a to an exponent whose top bit is bit `top`, all ones down to bit 32, and `low` below. */
void field_power(struct field *r, const struct field *a, uint32_t top, uint32_t low);
void field_reduce(struct field *a);
int field_equal(const struct field *a, const struct field *b);
/* Bit 255 is left to the caller; 0 where the rest is not below the prime. */
int field_read(struct field *a, const uint8_t bytes[32]);
void field_write(uint8_t bytes[32], const struct field *a);

#endif
