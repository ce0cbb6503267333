#ifndef FETTLE_MQTT_H
#define FETTLE_MQTT_H

#include "net/packet.h"

/* Messages that may wait for their acknowledgement at a time. */
#define MQTT_WINDOW 4u
/* Largest message from the server; larger ones are acknowledged and counted, never kept. */
#define MQTT_RECEIVE_BYTES 1280u
/* Packet ids that the client uses itself; senders take ids from 1 to MQTT_LAST_ID. */
#define MQTT_SUBSCRIBE_ID 0xffffu
#define MQTT_LAST_ID 0xfffeu

/* Why a connection ended; the last one is said in the next hello. */
enum mqtt_end {
  MQTT_NO_END,
  MQTT_NO_ANSWER,    /* to CONNECT, SUBSCRIBE or a ping in time */
  MQTT_NO_PUBACK,    /* a message was not acknowledged in time */
  MQTT_REFUSED,      /* CONNACK or SUBACK said no */
  MQTT_UNREADABLE,   /* bytes that are not MQTT, or a packet out of turn */
  MQTT_PIPE_BROKEN   /* the pipe took no more bytes */
};

struct mqtt_settings {
  const char *client_id;
  const char *user;
  const char *password;
  const char *prefix; /* topics begin with it, "fettle/v1/tenant/device/" */
  uint16_t keep_alive_s;
  uint32_t answer_timeout_ms;
  uint32_t backoff_first_ms;
  uint32_t backoff_most_ms;
  uint32_t seed; /* for jitter: differs from device to device and start to start */
};

struct mqtt_port {
  void *context;
  /* Bytes that went out; fewer than given: the pipe is broken. */
  size_t (*write)(void *context, const uint8_t *bytes, size_t size);
  /* Subscribed and ready to publish. */
  void (*connected)(void *context);
  /* A message of a subscribed topic, named without the prefix. It is acknowledged after this returns. */
  void (*message)(void *context, const char *topic, size_t topic_size, const uint8_t *payload, size_t size);
  /* The server has it. Not called for ids that are not waiting. */
  void (*acknowledged)(void *context, uint16_t id);
  /* Nothing that waits will be acknowledged any more: offer it again when connected. */
  void (*lost)(void *context, enum mqtt_end why);
};

struct mqtt_waiting {
  uint16_t id; /* 0: free */
  uint64_t until_ms;
};

/* State of the connection, in order. */
enum mqtt_state { MQTT_BACKOFF, MQTT_CONNECTING, MQTT_SUBSCRIBING, MQTT_READY };

/*
 * An MQTT 3.1.1 client over a pipe of bytes that may lose its other end without telling. At most MQTT_WINDOW messages wait;
 * one that waits too long ends the connection, since this version of the protocol sends again only in a new one. Each failure
 * doubles the pause before the next attempt, of which a random half is spent, up to a bound; a subscription that stands sets
 * it back. Time is an argument; nothing is allocated, and nothing blocks but `write`.
 */
struct mqtt {
  const struct mqtt_settings *settings;
  const struct mqtt_port *port;
  enum mqtt_state state;
  enum mqtt_end last_end;
  uint64_t due_ms; /* of the state: next attempt, or last moment for the answer */
  uint64_t sent_ms;
  bool ping_waits;
  uint32_t pause_ms;
  uint32_t random;
  uint32_t oversized;
  struct mqtt_waiting waiting[MQTT_WINDOW];
  struct packet_reader reader;
  uint8_t memory[MQTT_RECEIVE_BYTES];
};

void mqtt_begin(struct mqtt *mqtt, const struct mqtt_settings *settings, const struct mqtt_port *port, uint64_t now_ms);

/* Bytes from the server. */
void mqtt_receive(struct mqtt *mqtt, const uint8_t *bytes, size_t size, uint64_t now_ms);

/* Lets time pass: attempts, timeouts, pings. Call often. */
void mqtt_poll(struct mqtt *mqtt, uint64_t now_ms);

/* Whether one more message may be published now. */
bool mqtt_can_publish(const struct mqtt *mqtt);

struct mqtt_message {
  const char *topic; /* without the prefix */
  uint16_t id;
  bool again; /* it may have been sent before: DUP */
  const uint8_t *payload;
  size_t size;
};

/* With QoS 1; only where mqtt_can_publish, and with an id that is not waiting. */
void mqtt_publish(struct mqtt *mqtt, const struct mqtt_message *message, uint64_t now_ms);

#endif
