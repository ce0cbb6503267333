/* Reads records of {u32 size, key, signature, message}; writes for each a byte, whether it verifies, and the SHA-512. */
#include <stdio.h>
#include "crypto/ed25519.h"
#include "crypto/sha512.h"

static uint8_t record[ED25519_KEY_BYTES + ED25519_SIGNATURE_BYTES + 65536];

int main(void)
{
  uint32_t size;
  while (fread(&size, sizeof size, 1, stdin) == 1) {
    const size_t bytes = ED25519_KEY_BYTES + ED25519_SIGNATURE_BYTES + size;
    if (bytes > sizeof record || fread(record, 1, bytes, stdin) != bytes) {
      return 1;
    }
    const uint8_t *signature = record + ED25519_KEY_BYTES;
    const uint8_t *message = signature + ED25519_SIGNATURE_BYTES;
    uint8_t out[1 + SHA512_BYTES];
    out[0] = (uint8_t)ed25519_verify(signature, message, size, record);
    struct sha512 hash;
    sha512_begin(&hash);
    for (uint32_t at = 0; at < size;) { /* in uneven pieces: the sum must not notice */
      const uint32_t piece = at * 7u % 150u + 1u;
      const uint32_t part = piece < size - at ? piece : size - at;
      sha512_add(&hash, message + at, part);
      at += part;
    }
    sha512_end(&hash, out + 1);
    if (fwrite(out, 1, sizeof out, stdout) != sizeof out) {
      return 1;
    }
  }
  return 0;
}
