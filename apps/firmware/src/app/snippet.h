#ifndef FETTLE_APP_SNIPPET_H
#define FETTLE_APP_SNIPPET_H

#include "sensor/sensor.h"
#include "store/outbox.h"

/* Most samples that one command may ask for. */
#define SNIPPET_MOST_SAMPLES 16384u
/* The longest message: a whole window with what is said of it. */
#define SNIPPET_MOST_BYTES (30u + 2u * SENSOR_MOST_SAMPLES + 2u)
/* Snippets never take the room that results need: below this many free sectors they are left out. */
#define SNIPPET_SPARE_SECTORS 6u

/*
 * Raw samples to the events topic: those of the window with which an alarm began, once, and as many of the next windows as a
 * command asked for. Left out, and counted, while the outbox is more than half full.
 */
struct snippets {
  uint32_t wanted; /* samples that are still asked for */
  uint32_t sequence;
  uint32_t left_out;
};

/* Sends of this window what is asked for, or all of it when an alarm began with it. */
void snippet_take(struct snippets *snippets, const struct window *window, bool alarm_began, uint32_t boot_id,
                  float units_per_step, struct outbox *outbox);

#endif
