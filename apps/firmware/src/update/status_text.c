#include "status_text.h"
#include <string.h>

/* Longer than the longest of these messages. */
#define TEXT_BYTES 224u

static const char *const STATES[] = {"receiving", "verified", "trial", "active", "rejected", "fell_back"};

struct text {
  char bytes[TEXT_BYTES];
  uint32_t length;
};

static void put(struct text *text, const char *more)
{
  while (*more != '\0' && text->length + 1u < TEXT_BYTES) {
    text->bytes[text->length++] = *more++;
  }
  text->bytes[text->length] = '\0';
}

static void put_hex(struct text *text, const uint8_t *bytes, uint32_t count)
{
  static const char digits[] = "0123456789abcdef";
  for (uint32_t i = 0; i < count; i++) {
    const char pair[3] = {digits[bytes[i] >> 4], digits[bytes[i] & 15u], '\0'};
    put(text, pair);
  }
}

static void put_number(struct text *text, uint32_t value)
{
  char digits[11];
  uint32_t at = sizeof digits - 1u;
  digits[at] = '\0';
  do {
    digits[--at] = (char)('0' + value % 10u);
    value /= 10u;
  } while (value != 0u);
  put(text, digits + at);
}

static void begin(struct text *text, const char *type, const uint8_t *id)
{
  text->length = 0;
  put(text, "{\"type\":\"");
  put(text, type);
  put(text, "\",\"package\":\"");
  put_hex(text, id, UPDATE_ID_BYTES);
  put(text, "\"");
}

void status_package(const struct update_port *port, const uint8_t *id, enum package_state state, uint32_t offset,
                    const char *reason)
{
  struct text text;
  begin(&text, "package", id);
  put(&text, ",\"state\":\"");
  put(&text, STATES[state]);
  put(&text, "\",\"offset\":");
  put_number(&text, offset);
  if (reason != NULL) {
    put(&text, ",\"reason\":\"");
    put(&text, reason);
    put(&text, "\"");
  }
  put(&text, "}");
  (void)port->publish_status(port->context, text.bytes, state >= PACKAGE_ACTIVE);
}

int status_chunk(const struct update_port *port, const uint8_t *id, uint32_t offset, uint32_t count)
{
  struct text text;
  begin(&text, "chunk", id);
  put(&text, ",\"offset\":");
  put_number(&text, offset);
  put(&text, ",\"count\":");
  put_number(&text, count);
  put(&text, "}");
  return port->publish_status(port->context, text.bytes, 0);
}
