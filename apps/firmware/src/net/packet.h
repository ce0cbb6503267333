#ifndef FETTLE_PACKET_H
#define FETTLE_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* MQTT 3.1.1, clause 2.2.1: the types this client meets. */
enum packet_type {
  PACKET_CONNECT = 1,
  PACKET_CONNACK = 2,
  PACKET_PUBLISH = 3,
  PACKET_PUBACK = 4,
  PACKET_SUBSCRIBE = 8,
  PACKET_SUBACK = 9,
  PACKET_PINGREQ = 12,
  PACKET_PINGRESP = 13,
  PACKET_DISCONNECT = 14
};

/* A packet whose body lies in the reader's memory until the next byte is taken. */
struct packet {
  uint8_t type;
  uint8_t flags;
  const uint8_t *body;
  size_t size;   /* bytes of the body that were kept */
  size_t length; /* bytes that it had: more than `size` for one that was too large */
};

/* Puts packets together from bytes as they come. Of a body beyond `capacity` the beginning is kept. */
struct packet_reader {
  uint8_t *memory;
  size_t capacity;
  uint8_t first;
  uint8_t state;
  uint8_t shift;
  size_t length;
  size_t taken;
};

enum packet_event { PACKET_MORE, PACKET_WHOLE, PACKET_MALFORMED };

void packet_reader_begin(struct packet_reader *reader, uint8_t *memory, size_t capacity);

/* Takes one byte. After PACKET_MALFORMED nothing makes sense until the reader begins anew. */
enum packet_event packet_take(struct packet_reader *reader, uint8_t byte, struct packet *packet);

/* Head of a packet: type, flags and remaining length; gives its 2 to 5 bytes. */
size_t packet_head(uint8_t *out, uint8_t type, uint8_t flags, size_t length);

/* A length in two bytes, then the bytes. */
size_t packet_text(uint8_t *out, const char *text, size_t size);

/* An incoming PUBLISH in its parts. */
struct packet_publish {
  const char *topic;
  size_t topic_size;
  uint16_t id; /* 0 with QoS 0 */
  const uint8_t *payload;
  size_t payload_size;
  bool cut; /* it was too large; topic and id are whole, the payload is not */
};

/* False for one that no server may send, or whose topic alone is too large. */
bool packet_publish_read(const struct packet *packet, struct packet_publish *publish);

#endif
