#include "net/mqtt.h"

#include <string.h>

#define QOS1 2u
#define DUP 8u
/* User name, password, session kept: what waits here for a device that is away is delivered when it comes back. */
#define CONNECT_FLAGS 0xc0u
#define SESSION_KEPT 0x00u

static const char *const SUBSCRIPTIONS[] = {"commands", "models"};
#define SUBSCRIPTION_COUNT (sizeof SUBSCRIPTIONS / sizeof SUBSCRIPTIONS[0])

/* xorshift32: jitter needs no better. */
static uint32_t draw(struct mqtt *mqtt)
{
  uint32_t x = mqtt->random;
  x ^= x << 13;
  x ^= x >> 17;
  x ^= x << 5;
  return mqtt->random = x;
}

static void forget(struct mqtt *mqtt)
{
  memset(mqtt->waiting, 0, sizeof mqtt->waiting);
  mqtt->ping_waits = false;
  packet_reader_begin(&mqtt->reader, mqtt->memory, sizeof mqtt->memory);
}

/* Half of the pause for certain, the other half by chance, so that a fleet does not come back as one. */
static void pause_before_next(struct mqtt *mqtt, uint64_t now_ms)
{
  const uint32_t half = mqtt->pause_ms / 2;
  mqtt->state = MQTT_BACKOFF;
  mqtt->due_ms = now_ms + half + draw(mqtt) % (half + 1);
  mqtt->pause_ms = mqtt->pause_ms > mqtt->settings->backoff_most_ms / 2 ? mqtt->settings->backoff_most_ms
                                                                         : mqtt->pause_ms * 2;
}

static void end(struct mqtt *mqtt, enum mqtt_end why, uint64_t now_ms)
{
  static const uint8_t disconnect[2] = {PACKET_DISCONNECT << 4, 0};
  if (mqtt->state == MQTT_BACKOFF) return;
  mqtt->last_end = why;
  /*
   * Over a pipe the server must be told, or it would take the next CONNECT for a second one. One that never answered is not: the
   * pipe may have got another end meanwhile, which would be closed by it, and the next CONNECT fall into the gap, for ever.
   */
  if (why != MQTT_PIPE_BROKEN && mqtt->state >= MQTT_SUBSCRIBING) (void)mqtt->port->write(mqtt->port->context, disconnect, sizeof disconnect);
  forget(mqtt);
  pause_before_next(mqtt, now_ms);
  mqtt->port->lost(mqtt->port->context, why);
}

static void put(struct mqtt *mqtt, const uint8_t *bytes, size_t size, uint64_t now_ms)
{
  if (mqtt->state == MQTT_BACKOFF) return;
  mqtt->sent_ms = now_ms;
  if (mqtt->port->write(mqtt->port->context, bytes, size) < size) end(mqtt, MQTT_PIPE_BROKEN, now_ms);
}

static void put_text(struct mqtt *mqtt, const char *first, const char *second, uint64_t now_ms)
{
  const size_t length = strlen(first) + strlen(second);
  const uint8_t head[2] = {(uint8_t)(length >> 8), (uint8_t)length};
  put(mqtt, head, sizeof head, now_ms);
  put(mqtt, (const uint8_t *)first, strlen(first), now_ms);
  put(mqtt, (const uint8_t *)second, strlen(second), now_ms);
}

static size_t text_size(const struct mqtt *mqtt, const char *topic)
{
  return 2 + strlen(mqtt->settings->prefix) + strlen(topic);
}

static void attempt(struct mqtt *mqtt, uint64_t now_ms)
{
  static const uint8_t protocol[8] = {0, 4, 'M', 'Q', 'T', 'T', 4, CONNECT_FLAGS | SESSION_KEPT};
  const struct mqtt_settings *settings = mqtt->settings;
  const uint8_t keep_alive[2] = {(uint8_t)(settings->keep_alive_s >> 8), (uint8_t)settings->keep_alive_s};
  uint8_t head[5];
  const size_t length = sizeof protocol + sizeof keep_alive + 6 + strlen(settings->client_id) + strlen(settings->user) +
                        strlen(settings->password);
  forget(mqtt);
  mqtt->state = MQTT_CONNECTING;
  mqtt->due_ms = now_ms + settings->answer_timeout_ms;
  put(mqtt, head, packet_head(head, PACKET_CONNECT, 0, length), now_ms);
  put(mqtt, protocol, sizeof protocol, now_ms);
  put(mqtt, keep_alive, sizeof keep_alive, now_ms);
  put_text(mqtt, settings->client_id, "", now_ms);
  put_text(mqtt, settings->user, "", now_ms);
  put_text(mqtt, settings->password, "", now_ms);
}

static void subscribe(struct mqtt *mqtt, uint64_t now_ms)
{
  static const uint8_t id[2] = {MQTT_SUBSCRIBE_ID >> 8, MQTT_SUBSCRIBE_ID & 0xff};
  static const uint8_t qos = 1;
  uint8_t head[5];
  size_t length = sizeof id;
  for (size_t i = 0; i < SUBSCRIPTION_COUNT; i++) length += text_size(mqtt, SUBSCRIPTIONS[i]) + 1;
  mqtt->state = MQTT_SUBSCRIBING;
  mqtt->due_ms = now_ms + mqtt->settings->answer_timeout_ms;
  put(mqtt, head, packet_head(head, PACKET_SUBSCRIBE, 2, length), now_ms);
  put(mqtt, id, sizeof id, now_ms);
  for (size_t i = 0; i < SUBSCRIPTION_COUNT; i++) {
    put_text(mqtt, mqtt->settings->prefix, SUBSCRIPTIONS[i], now_ms);
    put(mqtt, &qos, 1, now_ms);
  }
}

void mqtt_begin(struct mqtt *mqtt, const struct mqtt_settings *settings, const struct mqtt_port *port, uint64_t now_ms)
{
  memset(mqtt, 0, sizeof *mqtt);
  mqtt->settings = settings;
  mqtt->port = port;
  mqtt->random = settings->seed == 0 ? 1 : settings->seed;
  mqtt->pause_ms = settings->backoff_first_ms;
  forget(mqtt);
  mqtt->state = MQTT_BACKOFF;
  mqtt->due_ms = now_ms;
}

static void on_connack(struct mqtt *mqtt, const struct packet *packet, uint64_t now_ms)
{
  if (mqtt->state != MQTT_CONNECTING || packet->length != 2) {
    end(mqtt, MQTT_UNREADABLE, now_ms);
    return;
  }
  if (packet->body[1] != 0) {
    end(mqtt, MQTT_REFUSED, now_ms);
  } else {
    subscribe(mqtt, now_ms);
  }
}

static void on_suback(struct mqtt *mqtt, const struct packet *packet, uint64_t now_ms)
{
  if (mqtt->state != MQTT_SUBSCRIBING || packet->length != 2 + SUBSCRIPTION_COUNT) {
    end(mqtt, MQTT_UNREADABLE, now_ms);
    return;
  }
  for (size_t i = 2; i < packet->length; i++) {
    if (packet->body[i] > 2) {
      end(mqtt, MQTT_REFUSED, now_ms);
      return;
    }
  }
  mqtt->state = MQTT_READY;
  mqtt->pause_ms = mqtt->settings->backoff_first_ms;
  mqtt->port->connected(mqtt->port->context);
}

static void on_puback(struct mqtt *mqtt, const struct packet *packet, uint64_t now_ms)
{
  if (packet->length != 2 || mqtt->state != MQTT_READY) {
    end(mqtt, MQTT_UNREADABLE, now_ms);
    return;
  }
  const uint16_t id = (uint16_t)(packet->body[0] << 8 | packet->body[1]);
  for (size_t i = 0; i < MQTT_WINDOW; i++) {
    if (id == 0 || mqtt->waiting[i].id != id) continue;
    mqtt->waiting[i].id = 0;
    mqtt->port->acknowledged(mqtt->port->context, id);
    return;
  }
}

static void on_publish(struct mqtt *mqtt, const struct packet *packet, uint64_t now_ms)
{
  struct packet_publish publish;
  const size_t prefix = strlen(mqtt->settings->prefix);
  if (mqtt->state < MQTT_SUBSCRIBING || !packet_publish_read(packet, &publish)) {
    end(mqtt, MQTT_UNREADABLE, now_ms);
    return;
  }
  const bool ours = publish.topic_size > prefix && memcmp(publish.topic, mqtt->settings->prefix, prefix) == 0;
  if (publish.cut) {
    mqtt->oversized++;
  } else if (ours) {
    mqtt->port->message(mqtt->port->context, publish.topic + prefix, publish.topic_size - prefix, publish.payload,
                        publish.payload_size);
  }
  if (publish.id == 0) return;
  const uint8_t puback[4] = {PACKET_PUBACK << 4, 2, (uint8_t)(publish.id >> 8), (uint8_t)publish.id};
  put(mqtt, puback, sizeof puback, now_ms);
}

static void on_packet(struct mqtt *mqtt, const struct packet *packet, uint64_t now_ms)
{
  switch (packet->type) {
    case PACKET_CONNACK: on_connack(mqtt, packet, now_ms); break;
    case PACKET_SUBACK: on_suback(mqtt, packet, now_ms); break;
    case PACKET_PUBACK: on_puback(mqtt, packet, now_ms); break;
    case PACKET_PUBLISH: on_publish(mqtt, packet, now_ms); break;
    case PACKET_PINGRESP: mqtt->ping_waits = false; break;
    default: end(mqtt, MQTT_UNREADABLE, now_ms);
  }
}

void mqtt_receive(struct mqtt *mqtt, const uint8_t *bytes, size_t size, uint64_t now_ms)
{
  /* What comes while nothing is connected belongs to a connection that was given up. */
  for (size_t i = 0; i < size && mqtt->state != MQTT_BACKOFF; i++) {
    struct packet packet;
    switch (packet_take(&mqtt->reader, bytes[i], &packet)) {
      case PACKET_MORE: break;
      case PACKET_WHOLE: on_packet(mqtt, &packet, now_ms); break;
      case PACKET_MALFORMED: end(mqtt, MQTT_UNREADABLE, now_ms); break;
    }
  }
}

static void keep_alive(struct mqtt *mqtt, uint64_t now_ms)
{
  static const uint8_t ping[2] = {PACKET_PINGREQ << 4, 0};
  const uint64_t idle = (uint64_t)mqtt->settings->keep_alive_s * 1000;
  if (mqtt->ping_waits) {
    if (now_ms >= mqtt->due_ms) end(mqtt, MQTT_NO_ANSWER, now_ms);
    return;
  }
  if (idle == 0 || now_ms < mqtt->sent_ms + idle / 2) return;
  mqtt->ping_waits = true;
  mqtt->due_ms = now_ms + mqtt->settings->answer_timeout_ms;
  put(mqtt, ping, sizeof ping, now_ms);
}

void mqtt_poll(struct mqtt *mqtt, uint64_t now_ms)
{
  if (mqtt->state == MQTT_BACKOFF) {
    if (now_ms >= mqtt->due_ms) attempt(mqtt, now_ms);
    return;
  }
  if (mqtt->state != MQTT_READY) {
    if (now_ms >= mqtt->due_ms) end(mqtt, MQTT_NO_ANSWER, now_ms);
    return;
  }
  for (size_t i = 0; i < MQTT_WINDOW; i++) {
    if (mqtt->waiting[i].id == 0 || now_ms < mqtt->waiting[i].until_ms) continue;
    end(mqtt, MQTT_NO_PUBACK, now_ms);
    return;
  }
  keep_alive(mqtt, now_ms);
}

bool mqtt_can_publish(const struct mqtt *mqtt)
{
  if (mqtt->state != MQTT_READY) return false;
  for (size_t i = 0; i < MQTT_WINDOW; i++) {
    if (mqtt->waiting[i].id == 0) return true;
  }
  return false;
}

void mqtt_publish(struct mqtt *mqtt, const struct mqtt_message *message, uint64_t now_ms)
{
  uint8_t head[5];
  const uint8_t id[2] = {(uint8_t)(message->id >> 8), (uint8_t)message->id};
  for (size_t i = 0; i < MQTT_WINDOW; i++) {
    if (mqtt->waiting[i].id != 0) continue;
    mqtt->waiting[i].id = message->id;
    mqtt->waiting[i].until_ms = now_ms + mqtt->settings->answer_timeout_ms;
    break;
  }
  const uint8_t flags = (uint8_t)(QOS1 | (message->again ? DUP : 0u));
  const size_t length = text_size(mqtt, message->topic) + sizeof id + message->size;
  put(mqtt, head, packet_head(head, PACKET_PUBLISH, flags, length), now_ms);
  put_text(mqtt, mqtt->settings->prefix, message->topic, now_ms);
  put(mqtt, id, sizeof id, now_ms);
  put(mqtt, message->payload, message->size, now_ms);
}
