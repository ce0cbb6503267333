#include "app/snippet.h"

#include <string.h>

#include "frame/crc16.h"

#define VERSION 1u
#define KIND_SAMPLES 1u
#define HEAD_BYTES 30u

static uint8_t *put(uint8_t *at, uint64_t value, size_t bytes)
{
  for (size_t i = 0; i < bytes; i++) *at++ = (uint8_t)(value >> (8 * i));
  return at;
}

static uint8_t *put_float(uint8_t *at, float value)
{
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return put(at, bits, sizeof bits);
}

static bool send(const struct window *window, uint16_t count, uint32_t boot_id, uint32_t sequence, float units_per_step,
                 struct outbox *outbox)
{
  uint8_t head[HEAD_BYTES];
  uint8_t check[2];
  uint8_t *at = head;
  *at++ = VERSION;
  *at++ = KIND_SAMPLES;
  at = put(at, window->channel, 2);
  at = put(at, boot_id, 4);
  at = put(at, sequence, 4);
  at = put(at, (uint64_t)window->time_ms, 8);
  at = put_float(at, window->sample_rate_hz);
  at = put_float(at, units_per_step);
  at = put(at, count, 2);
  const size_t sample_bytes = count * sizeof window->samples[0];
  const uint16_t crc = crc16(crc16(CRC16_START, head, sizeof head), window->samples, sample_bytes);
  check[0] = (uint8_t)(crc >> 8);
  check[1] = (uint8_t)crc;
  const struct outbox_piece pieces[] = {{head, sizeof head}, {window->samples, sample_bytes}, {check, sizeof check}};
  return outbox_add(outbox, OUTBOX_EVENT, outbox->last_result, pieces, sizeof pieces / sizeof pieces[0]);
}

void snippet_take(struct snippets *snippets, const struct window *window, bool alarm_began, uint32_t boot_id,
                  float units_per_step, struct outbox *outbox)
{
  const uint32_t asked = snippets->wanted < window->count ? snippets->wanted : window->count;
  const uint16_t count = alarm_began ? window->count : (uint16_t)asked;
  if (count == 0) return;
  snippets->wanted -= asked;
  const bool room = outbox_free_sectors(outbox) >= SNIPPET_SPARE_SECTORS;
  if (room && send(window, count, boot_id, snippets->sequence, units_per_step, outbox)) {
    snippets->sequence++;
  } else {
    snippets->left_out++;
  }
}
