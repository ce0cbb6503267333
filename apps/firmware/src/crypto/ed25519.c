#include "ed25519.h"
#include <string.h>
#include "field25519.h"
#include "sha512.h"

/* x = X/Z, y = Y/Z, xy = T/Z on -x^2 + y^2 = 1 + d x^2 y^2. */
struct point {
  struct field x, y, z, t;
};

/* d = -121665/121666 */
static const struct field D = {{0x135978a3u, 0x75eb4dcau, 0x4141d8abu, 0x00700a4du,
  0x7779e898u, 0x8cc74079u, 0x2b6ffe73u, 0x52036ceeu}};

/* 2 d */
static const struct field TWICE_D = {{0x26b2f159u, 0xebd69b94u, 0x8283b156u, 0x00e0149au,
  0xeef3d130u, 0x198e80f2u, 0x56dffce7u, 0x2406d9dcu}};

/* A square root of -1. */
static const struct field ROOT = {{0x4a0ea0b0u, 0xc4ee1b27u, 0xad2fe478u, 0x2f431806u,
  0x3dfbd7a7u, 0x2b4d0099u, 0x4fc1df0bu, 0x2b832480u}};

/* The base point: y = 4/5, x even. */
static const struct field BASE_X = {{0x8f25d51au, 0xc9562d60u, 0x9525a7b2u, 0x692cc760u,
  0xfdd6dc5cu, 0xc0a4e231u, 0xcd6e53feu, 0x216936d3u}};
static const struct field BASE_Y = {{0x66666658u, 0x66666666u, 0x66666666u, 0x66666666u,
  0x66666666u, 0x66666666u, 0x66666666u, 0x66666666u}};
static const struct field ONE = {{1}};

/* The order of the base point, 2^252 + 27742317777372353535851937790883648493. */
static const uint32_t ORDER[8] = {0x5cf5d3edu, 0x5812631au, 0xa2f79cd6u, 0x14def9deu,
  0x00000000u, 0x00000000u, 0x00000000u, 0x10000000u};

/* RFC 8032, 5.1.4; holds for any two points, equal ones too. */
static void add(struct point *r, const struct point *p, const struct point *q)
{
  struct field a, b, c, d, e, f;
  field_subtract(&a, &p->y, &p->x);
  field_subtract(&e, &q->y, &q->x);
  field_multiply(&a, &a, &e);
  field_add(&b, &p->y, &p->x);
  field_add(&e, &q->y, &q->x);
  field_multiply(&b, &b, &e);
  field_multiply(&c, &p->t, &q->t);
  field_multiply(&c, &c, &TWICE_D);
  field_multiply(&d, &p->z, &q->z);
  field_add(&d, &d, &d);
  field_subtract(&e, &b, &a);
  field_add(&b, &b, &a);
  field_subtract(&f, &d, &c);
  field_add(&d, &d, &c);
  field_multiply(&r->x, &e, &f);
  field_multiply(&r->y, &d, &b);
  field_multiply(&r->t, &e, &b);
  field_multiply(&r->z, &f, &d);
}

/* The negative of the point that a key encodes (RFC 8032, 5.1.3); 0 where it encodes none. */
static int read_negative(struct point *point, const uint8_t key[ED25519_KEY_BYTES])
{
  struct field u, v, check;
  if (!field_read(&point->y, key)) {
    return 0;
  }
  point->z = ONE;
  field_multiply(&u, &point->y, &point->y);
  field_multiply(&v, &u, &D);
  field_subtract(&u, &u, &ONE);
  field_add(&v, &v, &ONE);
  /* x = u v^3 (u v^7)^((p - 5) / 8); the exponent is 2^252 - 3. */
  struct field v3;
  field_multiply(&v3, &v, &v);
  field_multiply(&v3, &v3, &v);
  field_multiply(&point->x, &v3, &v3);
  field_multiply(&point->x, &point->x, &v);
  field_multiply(&point->x, &point->x, &u);
  field_power(&point->x, &point->x, 251u, 0xfffffffdu);
  field_multiply(&point->x, &point->x, &v3);
  field_multiply(&point->x, &point->x, &u);
  field_multiply(&check, &point->x, &point->x);
  field_multiply(&check, &check, &v);
  if (!field_equal(&check, &u)) {
    static const struct field zero = {{0}};
    field_subtract(&u, &zero, &u);
    if (!field_equal(&check, &u)) {
      return 0;
    }
    field_multiply(&point->x, &point->x, &ROOT);
  }
  field_reduce(&point->x);
  const uint32_t sign = key[31] >> 7;
  uint32_t any = 0;
  for (unsigned i = 0; i < 8u; i++) {
    any |= point->x.w[i];
  }
  if (any == 0u && sign != 0u) {
    return 0;
  }
  if ((point->x.w[0] & 1u) == sign) {
    static const struct field zero = {{0}};
    field_subtract(&point->x, &zero, &point->x);
  }
  field_multiply(&point->t, &point->x, &point->y);
  return 1;
}

static int below_order(const uint32_t *scalar)
{
  for (unsigned i = 8; i-- > 0u;) {
    if (scalar[i] != ORDER[i]) {
      return scalar[i] < ORDER[i];
    }
  }
  return 0;
}

/* A digest as a little-endian number modulo the order, bit by bit from the top. */
static void scalar_of(uint32_t *scalar, const uint8_t digest[SHA512_BYTES])
{
  memset(scalar, 0, 8u * sizeof scalar[0]);
  for (unsigned bit = 512; bit-- > 0u;) {
    uint32_t carry = (uint32_t)digest[bit / 8u] >> (bit % 8u) & 1u;
    for (unsigned i = 0; i < 8u; i++) {
      const uint32_t next = scalar[i] >> 31;
      scalar[i] = scalar[i] << 1 | carry;
      carry = next;
    }
    if (!below_order(scalar)) {
      uint64_t borrow = 0;
      for (unsigned i = 0; i < 8u; i++) {
        const uint64_t difference = (uint64_t)scalar[i] - ORDER[i] - borrow;
        scalar[i] = (uint32_t)difference;
        borrow = difference >> 63;
      }
    }
  }
}

static unsigned bit_of(const uint32_t *scalar, unsigned bit)
{
  return scalar[bit / 32u] >> (bit % 32u) & 1u;
}

/* a base + b point, both scalars bit by bit together. */
static void combine(struct point *sum, const uint32_t *a, const uint32_t *b, const struct point *point)
{
  struct point base, both;
  base.x = BASE_X;
  base.y = BASE_Y;
  base.z = ONE;
  field_multiply(&base.t, &base.x, &base.y);
  add(&both, &base, point);
  memset(sum, 0, sizeof *sum);
  sum->y = ONE;
  sum->z = ONE;
  for (unsigned bit = 253; bit-- > 0u;) {
    add(sum, sum, sum);
    const unsigned which = bit_of(a, bit) + 2u * bit_of(b, bit);
    if (which != 0u) {
      add(sum, sum, which == 1u ? &base : which == 2u ? point : &both);
    }
  }
}

/* The 32 bytes of a point: y, and in the top bit the parity of x. */
static void write_point(uint8_t bytes[32], const struct point *point)
{
  struct field inverse, x, y;
  field_power(&inverse, &point->z, 254u, 0xffffffebu); /* p - 2 */
  field_multiply(&x, &point->x, &inverse);
  field_multiply(&y, &point->y, &inverse);
  field_reduce(&x);
  field_write(bytes, &y);
  bytes[31] = (uint8_t)(bytes[31] | (x.w[0] & 1u) << 7);
}

int ed25519_verify(const uint8_t signature[ED25519_SIGNATURE_BYTES], const uint8_t *message, size_t count,
                   const uint8_t key[ED25519_KEY_BYTES])
{
  union {
    struct sha512 hash;
    struct point sum; /* never needed at the same time */
  } work;
  uint8_t digest[SHA512_BYTES];
  uint32_t s[8], k[8];
  struct point negative;
  for (unsigned i = 0; i < 8u; i++) {
    const uint8_t *from = signature + 32u + 4u * i;
    s[i] = (uint32_t)from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 | (uint32_t)from[3] << 24;
  }
  if (!below_order(s) || !read_negative(&negative, key)) {
    return 0;
  }
  sha512_begin(&work.hash);
  sha512_add(&work.hash, signature, 32);
  sha512_add(&work.hash, key, ED25519_KEY_BYTES);
  sha512_add(&work.hash, message, count);
  sha512_end(&work.hash, digest);
  scalar_of(k, digest);
  combine(&work.sum, s, k, &negative);
  write_point(digest, &work.sum);
  return memcmp(digest, signature, 32) == 0;
}
