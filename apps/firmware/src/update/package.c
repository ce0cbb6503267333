#include "package.h"
#include <string.h>
#include "../crypto/ed25519.h"
#include "../frame/crc16.h"
#include "model_image.h"

enum { AT_FORMAT = 4, AT_ABI = 6, AT_TARGET = 8, AT_COUNTER = 12, AT_IMAGE_BYTES = 44, AT_DIGESTS = 64, AT_SIGNATURE = 192 };
enum { CHUNK_ID = 2, CHUNK_TOTAL = 18, CHUNK_OFFSET = 22, CHUNK_COUNT = 26, CHUNK_DATA = 28, CHUNK_CRC_BYTES = 2 };

static uint32_t u16(const uint8_t *bytes)
{
  return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8;
}

uint32_t package_u32(const uint8_t *bytes)
{
  return u16(bytes) | u16(bytes + 2) << 16;
}

const char *package_read_header(const uint8_t bytes[PACKAGE_HEADER_BYTES], const uint8_t *key, uint32_t target,
                                struct package_header *header)
{
  if (memcmp(bytes, "FMPK", 4) != 0 || u16(bytes + AT_FORMAT) != 1u) {
    return "not a package";
  }
  if (!ed25519_verify(bytes + AT_SIGNATURE, bytes, AT_SIGNATURE, key)) {
    return "not signed by this device's key";
  }
  if (u16(bytes + AT_ABI) != MODEL_IMAGE_ABI) {
    return "for another firmware";
  }
  if (package_u32(bytes + AT_TARGET) != target) {
    return "for another target";
  }
  header->counter = package_u32(bytes + AT_COUNTER);
  for (uint32_t slot = 0; slot < 2u; slot++) {
    header->image_bytes[slot] = package_u32(bytes + AT_IMAGE_BYTES + 4u * slot);
    header->image_digests[slot] = bytes + AT_DIGESTS + PACKAGE_DIGEST_BYTES * slot;
  }
  return NULL;
}

int package_read_chunk(const uint8_t *message, size_t size, struct package_chunk *chunk)
{
  if (size < (size_t)CHUNK_DATA + CHUNK_CRC_BYTES || message[0] != 1u || message[1] != 1u) {
    return 0;
  }
  const size_t end = size - CHUNK_CRC_BYTES;
  chunk->count = u16(message + CHUNK_COUNT);
  if (chunk->count != end - CHUNK_DATA || crc16(CRC16_START, message, end) != ((uint32_t)message[end] << 8 | message[end + 1u])) {
    return 0;
  }
  chunk->id = message + CHUNK_ID;
  chunk->total = package_u32(message + CHUNK_TOTAL);
  chunk->offset = package_u32(message + CHUNK_OFFSET);
  chunk->data = message + CHUNK_DATA;
  return 1;
}
