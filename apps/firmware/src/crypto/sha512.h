/* SHA-512 (FIPS 180-4), fed piece by piece; no table beyond its 80 constants, 216 bytes of state. */
#ifndef FETTLE_SHA512_H
#define FETTLE_SHA512_H

#include <stddef.h>
#include <stdint.h>

#define SHA512_BYTES 64u

struct sha512 {
  uint64_t state[8];
  uint64_t length; /* bytes so far */
  uint8_t block[128];
};

void sha512_begin(struct sha512 *hash);
void sha512_add(struct sha512 *hash, const uint8_t *bytes, size_t count);
/* Ends the hash, which must begin anew before it is used again. */
void sha512_end(struct sha512 *hash, uint8_t digest[SHA512_BYTES]);

#endif
