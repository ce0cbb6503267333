/* Model packages as they come: the header of libs/model-package/FORMAT.md, and the chunks of a file. */
#ifndef FETTLE_PACKAGE_H
#define FETTLE_PACKAGE_H

#include <stddef.h>
#include <stdint.h>

#define PACKAGE_HEADER_BYTES 256u
#define PACKAGE_DIGEST_BYTES 32u

struct package_header {
  uint32_t counter;
  uint32_t image_bytes[2];
  const uint8_t *image_digests[2]; /* the first half of SHA-512 */
};

/*
 * Reads a header whose signature is by the key and which is for this firmware and target. NULL where all holds, else the reason
 * why not, a few words.
 */
const char *package_read_header(const uint8_t bytes[PACKAGE_HEADER_BYTES], const uint8_t *key, uint32_t target,
                                struct package_header *header);

struct package_chunk {
  const uint8_t *id;
  uint32_t total;
  uint32_t offset;
  uint32_t count;
  const uint8_t *data;
};

/* 0 where the message is no whole chunk. */
int package_read_chunk(const uint8_t *message, size_t size, struct package_chunk *chunk);

uint32_t package_u32(const uint8_t *bytes);

#endif
