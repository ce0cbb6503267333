#include "net/packet.h"

#include <string.h>

enum { READ_FIRST, READ_LENGTH, READ_BODY };

void packet_reader_begin(struct packet_reader *reader, uint8_t *memory, size_t capacity)
{
  memset(reader, 0, sizeof *reader);
  reader->memory = memory;
  reader->capacity = capacity;
  reader->state = READ_FIRST;
}

static enum packet_event finish(struct packet_reader *reader, struct packet *packet)
{
  packet->type = reader->first >> 4;
  packet->flags = reader->first & 15u;
  packet->body = reader->memory;
  packet->length = reader->length;
  packet->size = reader->length < reader->capacity ? reader->length : reader->capacity;
  reader->state = READ_FIRST;
  return PACKET_WHOLE;
}

static enum packet_event take_length(struct packet_reader *reader, uint8_t byte, struct packet *packet)
{
  reader->length |= (size_t)(byte & 127u) << reader->shift;
  if ((byte & 128u) != 0) {
    reader->shift = (uint8_t)(reader->shift + 7u);
    return reader->shift > 21 ? PACKET_MALFORMED : PACKET_MORE;
  }
  reader->taken = 0;
  reader->state = READ_BODY;
  return reader->length == 0 ? finish(reader, packet) : PACKET_MORE;
}

enum packet_event packet_take(struct packet_reader *reader, uint8_t byte, struct packet *packet)
{
  switch (reader->state) {
    case READ_FIRST:
      reader->first = byte;
      reader->length = 0;
      reader->shift = 0;
      reader->state = READ_LENGTH;
      return PACKET_MORE;
    case READ_LENGTH: return take_length(reader, byte, packet);
    default:
      if (reader->taken < reader->capacity) reader->memory[reader->taken] = byte;
      reader->taken++;
      return reader->taken == reader->length ? finish(reader, packet) : PACKET_MORE;
  }
}

size_t packet_head(uint8_t *out, uint8_t type, uint8_t flags, size_t length)
{
  size_t at = 0;
  out[at++] = (uint8_t)(type << 4 | flags);
  do {
    const uint8_t group = length & 127u;
    length >>= 7;
    out[at++] = (uint8_t)(group | (length > 0 ? 128u : 0u));
  } while (length > 0);
  return at;
}

size_t packet_text(uint8_t *out, const char *text, size_t size)
{
  out[0] = (uint8_t)(size >> 8);
  out[1] = (uint8_t)size;
  memcpy(out + 2, text, size);
  return size + 2;
}

static uint16_t two_bytes(const uint8_t *at)
{
  return (uint16_t)(at[0] << 8 | at[1]);
}

bool packet_publish_read(const struct packet *packet, struct packet_publish *publish)
{
  const unsigned qos = packet->flags >> 1 & 3u;
  if (qos > 1 || packet->size < 2) return false;
  const size_t topic_size = two_bytes(packet->body);
  size_t at = 2 + topic_size;
  if (at + (qos > 0 ? 2u : 0u) > packet->size) return false;
  publish->topic = (const char *)packet->body + 2;
  publish->topic_size = topic_size;
  publish->id = 0;
  if (qos > 0) {
    publish->id = two_bytes(packet->body + at);
    at += 2;
    if (publish->id == 0) return false;
  }
  publish->payload = packet->body + at;
  publish->payload_size = packet->size - at;
  publish->cut = packet->size < packet->length;
  return true;
}
