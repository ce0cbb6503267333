#ifndef FETTLE_APP_SENDER_H
#define FETTLE_APP_SENDER_H

#include "net/mqtt.h"
#include "store/outbox.h"

/*
 * From the outbox to the broker: oldest first, a few at a time, each until it is acknowledged. A message's packet id follows
 * from its number, so that it is the same whenever it is sent again, by the next start of the device too.
 */
struct sender {
  struct outbox *outbox;
  struct mqtt *mqtt;
  struct outbox_cursor cursor;
  uint32_t offered;    /* numbers below have been sent before, or may have been, by an earlier start */
  uint16_t passing_id; /* of messages that are not in the outbox */
  struct {
    uint16_t id;
    uint32_t number;
    uint32_t address;
  } waiting[MQTT_WINDOW];
};

void sender_begin(struct sender *sender, struct outbox *outbox, struct mqtt *mqtt);

/* Nothing that was sent will be acknowledged any more. */
void sender_on_lost(struct sender *sender);

void sender_on_acknowledged(struct sender *sender, uint16_t id);

/* Sends what may be sent now. */
void sender_poll(struct sender *sender, uint64_t now_ms);

/* JSON for the status topic that is only worth sending now; false where it could not be. */
bool sender_pass(struct sender *sender, const char *json, size_t size, uint64_t now_ms);

#endif
