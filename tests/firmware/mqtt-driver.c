/*
 * The MQTT client alone, against a script on stdin, one step a line; says what it did, one line each:
 *   t MS            time is MS from now on, and passes
 *   r HEX           bytes come
 *   p ID AGAIN HEX  publish, where it may
 *   w N             the pipe takes N more bytes and breaks; -1: it is whole
 *   new SEED        a new client at time 0
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/mqtt.h"

#define MOST 8192u

static struct mqtt mqtt;
static uint64_t now_ms;
static long room = -1;
static uint8_t out[MOST];
static size_t out_size;

static void hex(const uint8_t *bytes, size_t size)
{
  for (size_t i = 0; i < size; i++) printf("%02x", bytes[i]);
}

static void flush(void)
{
  if (out_size == 0) return;
  printf("out ");
  hex(out, out_size);
  printf("\n");
  out_size = 0;
}

static size_t take(void *context, const uint8_t *bytes, size_t size)
{
  (void)context;
  if (room >= 0 && (size_t)room < size) size = (size_t)room;
  if (room >= 0) room -= (long)size;
  if (size > MOST - out_size) exit(4);
  memcpy(out + out_size, bytes, size);
  out_size += size;
  return size;
}

static void connected(void *context)
{
  (void)context;
  flush();
  printf("connected\n");
}

static void message(void *context, const char *topic, size_t topic_size, const uint8_t *payload, size_t size)
{
  (void)context;
  flush();
  printf("message %.*s ", (int)topic_size, topic);
  hex(payload, size);
  printf("\n");
}

static void acknowledged(void *context, uint16_t id)
{
  (void)context;
  flush();
  printf("acknowledged %u\n", (unsigned)id);
}

static void lost(void *context, enum mqtt_end why)
{
  (void)context;
  flush();
  printf("lost %d next %" PRIu64 "\n", (int)why, mqtt.due_ms - now_ms);
}

static const struct mqtt_port PORT = {NULL, take, connected, message, acknowledged, lost};
static struct mqtt_settings settings = {"device", "user", "secret", "fettle/v1/t/d/", 10, 1000, 100, 1600, 1};

static size_t bytes_of(const char *text, uint8_t *bytes)
{
  size_t size = 0;
  for (; text[0] != '\0' && text[1] != '\0' && text[0] != '\n' && size < MOST; text += 2) {
    const char pair[3] = {text[0], text[1], '\0'};
    bytes[size++] = (uint8_t)strtoul(pair, NULL, 16);
  }
  return size;
}

static void publish(const char *line)
{
  static uint8_t payload[MOST];
  unsigned id;
  unsigned again;
  int at = 0;
  if (sscanf(line, "p %u %u %n", &id, &again, &at) < 2) exit(4);
  const size_t size = bytes_of(line + at, payload);
  if (!mqtt_can_publish(&mqtt)) {
    printf("full\n");
    return;
  }
  const struct mqtt_message given = {"frames", (uint16_t)id, again != 0, payload, size};
  mqtt_publish(&mqtt, &given, now_ms);
}

int main(void)
{
  static char line[2 * MOST + 32];
  static uint8_t bytes[MOST];
  while (fgets(line, sizeof line, stdin) != NULL) {
    if (strncmp(line, "new ", 4) == 0) {
      now_ms = 0;
      room = -1;
      settings.seed = (uint32_t)strtoul(line + 4, NULL, 10);
      mqtt_begin(&mqtt, &settings, &PORT, 0);
      printf("new\n");
    } else if (line[0] == 't') {
      now_ms = strtoull(line + 2, NULL, 10);
      mqtt_poll(&mqtt, now_ms);
    } else if (line[0] == 'r') {
      mqtt_receive(&mqtt, bytes, bytes_of(line + 2, bytes), now_ms);
    } else if (line[0] == 'p') {
      publish(line);
    } else if (line[0] == 'w') {
      room = strtol(line + 2, NULL, 10);
    }
    flush();
  }
  return 0;
}
