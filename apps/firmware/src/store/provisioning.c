#include "store/provisioning.h"

#include <string.h>

#include "frame/crc16.h"

/* A text of its own characters only: they become part of topics. */
static bool is_text(const char *text, size_t size)
{
  for (size_t i = 0; i < size; i++) {
    if (text[i] == '\0') return i > 0;
    if (text[i] <= ' ' || text[i] > '~' || text[i] == '+' || text[i] == '#') return false;
  }
  return false;
}

static bool is_id(const char *text, size_t size)
{
  return is_text(text, size) && strchr(text, '/') == NULL;
}

static bool is_terminated(const char *text, size_t size)
{
  return memchr(text, '\0', size) != NULL;
}

bool provisioning_read(const uint8_t *memory, struct provisioning *out)
{
  memcpy(out, memory, sizeof *out);
  const uint16_t crc = crc16(CRC16_START, out, offsetof(struct provisioning, crc));
  if (out->magic != PROVISIONING_MAGIC || out->version != PROVISIONING_VERSION || out->bytes != sizeof *out) return false;
  if (out->crc[0] != crc >> 8 || out->crc[1] != (crc & 0xff)) return false;
  return is_id(out->tenant, sizeof out->tenant) && is_id(out->device, sizeof out->device) &&
         is_terminated(out->user, sizeof out->user) && is_terminated(out->password, sizeof out->password);
}
