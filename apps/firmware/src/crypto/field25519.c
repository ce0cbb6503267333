#include "field25519.h"
#include <string.h>

/* Any value below 2^256 stands for itself modulo p = 2^255 - 19; 2^256 is 38 there. */
static void fold(uint32_t *r, uint32_t carry)
{
  uint64_t sum = (uint64_t)carry * 38u;
  while (sum != 0u) {
    for (unsigned i = 0; i < 8u && sum != 0u; i++) {
      sum += r[i];
      r[i] = (uint32_t)sum;
      sum >>= 32;
    }
    sum *= 38u;
  }
}

void field_add(struct field *r, const struct field *a, const struct field *b)
{
  uint64_t sum = 0;
  for (unsigned i = 0; i < 8u; i++) {
    sum += (uint64_t)a->w[i] + b->w[i];
    r->w[i] = (uint32_t)sum;
    sum >>= 32;
  }
  fold(r->w, (uint32_t)sum);
}

/* a - b - borrow, where a borrow from beyond the top word leaves 2^256 = 38 too much. */
static uint32_t take(uint32_t *r, const uint32_t *a, const uint32_t *b)
{
  uint64_t borrow = 0;
  for (unsigned i = 0; i < 8u; i++) {
    const uint64_t difference = (uint64_t)a[i] - b[i] - borrow;
    r[i] = (uint32_t)difference;
    borrow = difference >> 63;
  }
  return (uint32_t)borrow;
}

void field_subtract(struct field *r, const struct field *a, const struct field *b)
{
  static const uint32_t wrapped[8] = {38};
  uint32_t borrow = take(r->w, a->w, b->w);
  while (borrow != 0u) {
    borrow = take(r->w, r->w, wrapped);
  }
}

void field_multiply(struct field *r, const struct field *a, const struct field *b)
{
  uint32_t product[16];
  memset(product, 0, sizeof product);
  for (unsigned i = 0; i < 8u; i++) {
    uint64_t carry = 0;
    for (unsigned j = 0; j < 8u; j++) {
      carry += (uint64_t)a->w[i] * b->w[j] + product[i + j];
      product[i + j] = (uint32_t)carry;
      carry >>= 32;
    }
    product[i + 8u] = (uint32_t)carry;
  }
  uint64_t sum = 0;
  for (unsigned i = 0; i < 8u; i++) {
    sum += product[i] + (uint64_t)product[i + 8u] * 38u;
    r->w[i] = (uint32_t)sum;
    sum >>= 32;
  }
  fold(r->w, (uint32_t)sum);
}

void field_power(struct field *r, const struct field *a, uint32_t top, uint32_t low)
{
  const struct field base = *a;
  *r = base;
  for (int bit = (int)top - 1; bit >= 0; bit--) {
    field_multiply(r, r, r);
    if (bit >= 32 || (low >> bit & 1u) != 0u) {
      field_multiply(r, r, &base);
    }
  }
}

static int below_prime(const uint32_t *w)
{
  if (w[7] != 0x7fffffffu) {
    return w[7] < 0x7fffffffu;
  }
  for (unsigned i = 6; i > 0u; i--) {
    if (w[i] != 0xffffffffu) {
      return 1;
    }
  }
  return w[0] < 0xffffffedu;
}

void field_reduce(struct field *a)
{
  static const uint32_t prime[8] = {0xffffffedu, 0xffffffffu, 0xffffffffu, 0xffffffffu,
                                    0xffffffffu, 0xffffffffu, 0xffffffffu, 0x7fffffffu};
  while (!below_prime(a->w)) {
    (void)take(a->w, a->w, prime);
  }
}

int field_equal(const struct field *a, const struct field *b)
{
  struct field difference;
  field_subtract(&difference, a, b);
  field_reduce(&difference);
  uint32_t any = 0;
  for (unsigned i = 0; i < 8u; i++) {
    any |= difference.w[i];
  }
  return any == 0u;
}

int field_read(struct field *a, const uint8_t bytes[32])
{
  for (unsigned i = 0; i < 8u; i++) {
    a->w[i] = (uint32_t)bytes[4u * i] | (uint32_t)bytes[4u * i + 1u] << 8 | (uint32_t)bytes[4u * i + 2u] << 16 |
              (uint32_t)bytes[4u * i + 3u] << 24;
  }
  a->w[7] &= 0x7fffffffu;
  return below_prime(a->w);
}

void field_write(uint8_t bytes[32], const struct field *a)
{
  struct field whole = *a;
  field_reduce(&whole);
  for (unsigned i = 0; i < 32u; i++) {
    bytes[i] = (uint8_t)(whole.w[i / 4u] >> 8u * (i % 4u));
  }
}
