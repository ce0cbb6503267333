#include "app/sender.h"

#include <string.h>

#define PASSING_FIRST 0xffe0u
#define PASSING_LAST MQTT_LAST_ID

static const char *const TOPICS[] = {
  [OUTBOX_FRAME] = "frames",
  [OUTBOX_STATUS] = "status",
  [OUTBOX_EVENT] = "events",
};

void sender_begin(struct sender *sender, struct outbox *outbox, struct mqtt *mqtt)
{
  memset(sender, 0, sizeof *sender);
  sender->outbox = outbox;
  sender->mqtt = mqtt;
  sender->offered = outbox->next_number;
  sender->passing_id = PASSING_FIRST;
}

void sender_on_lost(struct sender *sender)
{
  memset(&sender->cursor, 0, sizeof sender->cursor);
  memset(sender->waiting, 0, sizeof sender->waiting);
}

void sender_on_acknowledged(struct sender *sender, uint16_t id)
{
  for (size_t i = 0; i < MQTT_WINDOW; i++) {
    if (sender->waiting[i].id != id) continue;
    outbox_acknowledge(sender->outbox, sender->waiting[i].address, sender->waiting[i].number);
    sender->waiting[i].id = 0;
  }
}

static void note(struct sender *sender, const struct outbox_record *record, uint16_t id)
{
  for (size_t i = 0; i < MQTT_WINDOW; i++) {
    if (sender->waiting[i].id != 0) continue;
    sender->waiting[i].id = id;
    sender->waiting[i].number = record->number;
    sender->waiting[i].address = record->address;
    return;
  }
}

void sender_poll(struct sender *sender, uint64_t now_ms)
{
  struct outbox_record record;
  while (mqtt_can_publish(sender->mqtt) && outbox_next(sender->outbox, &sender->cursor, &record)) {
    const uint16_t id = (uint16_t)(1u + record.number % (PASSING_FIRST - 1u));
    const struct mqtt_message message = {TOPICS[record.kind], id, record.number < sender->offered, record.payload,
                                         record.length};
    if (record.number >= sender->offered) sender->offered = record.number + 1;
    note(sender, &record, id);
    mqtt_publish(sender->mqtt, &message, now_ms);
  }
}

bool sender_pass(struct sender *sender, const char *json, size_t size, uint64_t now_ms)
{
  if (!mqtt_can_publish(sender->mqtt)) return false;
  const struct mqtt_message message = {TOPICS[OUTBOX_STATUS], sender->passing_id, false, (const uint8_t *)json, size};
  sender->passing_id = sender->passing_id == PASSING_LAST ? PASSING_FIRST : (uint16_t)(sender->passing_id + 1u);
  mqtt_publish(sender->mqtt, &message, now_ms);
  return true;
}
