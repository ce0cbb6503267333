#include "sensor/feed.h"

#include <string.h>

#include "board/board.h"
#include "frame/crc16.h"

#define VERSION 1u
#define HEAD_BYTES 24u
#define ANSWER_BYTES 10u
#define CHECK_BYTES 2u
/* Silence within a window that ends it. */
#define BROKEN_OFF_MS 500u

/* What has come of the window so far. */
static struct {
  uint8_t head[HEAD_BYTES];
  uint8_t check[CHECK_BYTES];
  uint32_t taken;
  uint32_t index;
  uint64_t last_ms;
} feed;

static uint32_t four_bytes(const uint8_t *at)
{
  return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static void answer(uint32_t index, enum sensor_verdict verdict)
{
  uint8_t bytes[ANSWER_BYTES] = {'F', 'A', VERSION, (uint8_t)verdict};
  for (unsigned i = 0; i < 4; i++) bytes[4 + i] = (uint8_t)(index >> (8 * i));
  const uint16_t crc = crc16(CRC16_START, bytes, ANSWER_BYTES - CHECK_BYTES);
  bytes[8] = (uint8_t)(crc >> 8);
  bytes[9] = (uint8_t)crc;
  (void)board_write(BOARD_FEED, bytes, sizeof bytes);
}

static void begin(const struct sensor_site *site)
{
  memset(&feed, 0, sizeof feed);
  answer(site->window_samples, SENSOR_READY);
}

static void read_head(struct window *window)
{
  const uint32_t rate = four_bytes(feed.head + 20);
  const uint64_t time = four_bytes(feed.head + 12) | (uint64_t)four_bytes(feed.head + 16) << 32;
  window->channel = (uint16_t)(feed.head[4] | feed.head[5] << 8);
  window->count = (uint16_t)(feed.head[6] | feed.head[7] << 8);
  window->time_ms = (int64_t)time;
  memcpy(&window->sample_rate_hz, &rate, sizeof rate);
  feed.index = four_bytes(feed.head + 8);
}

/* Where the next byte belongs, having looked at those before it. */
static void take_head(uint8_t byte, const struct sensor_site *site, struct window *window)
{
  static const uint8_t start[3] = {'F', 'W', VERSION};
  feed.head[feed.taken++] = byte;
  if (feed.taken <= sizeof start && byte != start[feed.taken - 1]) {
    feed.taken = byte == start[0] ? 1 : 0;
    feed.head[0] = start[0];
    return;
  }
  if (feed.taken < HEAD_BYTES) return;
  read_head(window);
  if (window->count == site->window_samples) return;
  feed.taken = 0; /* its samples hold no start but by chance, and their checksum would tell */
  answer(feed.index, SENSOR_WRONG_SIZE);
}

static bool is_sound(const struct window *window)
{
  uint16_t crc = crc16(CRC16_START, feed.head, HEAD_BYTES);
  crc = crc16(crc, window->samples, window->count * sizeof window->samples[0]);
  return feed.check[0] == crc >> 8 && feed.check[1] == (crc & 0xff);
}

/* How many bytes the reader wants at `*into` at once. */
static size_t wanted(struct window *window, uint8_t **into)
{
  const size_t sample_bytes = window->count * sizeof window->samples[0];
  const size_t at = feed.taken - HEAD_BYTES;
  if (at < sample_bytes) {
    *into = (uint8_t *)window->samples + at;
    return sample_bytes - at;
  }
  *into = feed.check + (at - sample_bytes);
  return CHECK_BYTES - (at - sample_bytes);
}

static bool poll_feed(const struct sensor_site *site, struct window *window)
{
  if (feed.taken > 0 && site->now_ms > feed.last_ms + BROKEN_OFF_MS) feed.taken = 0;
  for (;;) {
    uint8_t byte = 0;
    uint8_t *into = &byte;
    const bool in_head = feed.taken < HEAD_BYTES;
    const size_t most = in_head ? 1 : wanted(window, &into);
    const size_t size = board_read(BOARD_FEED, into, most);
    if (size == 0) return false;
    feed.last_ms = site->now_ms;
    if (in_head) {
      take_head(byte, site, window);
      continue;
    }
    feed.taken += (uint32_t)size;
    if (feed.taken < HEAD_BYTES + window->count * sizeof window->samples[0] + CHECK_BYTES) continue;
    feed.taken = 0;
    if (is_sound(window)) return true;
    answer(feed.index, SENSOR_BAD_CHECKSUM);
  }
}

static void done(const struct window *window, enum sensor_verdict verdict)
{
  (void)window;
  answer(feed.index, verdict);
}

const struct sensor_source feed_source = {begin, poll_feed, done};
