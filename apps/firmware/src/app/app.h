#ifndef FETTLE_APP_H
#define FETTLE_APP_H

#include "app/clock.h"
#include "app/reporter.h"
#include "app/sender.h"
#include "app/snippet.h"
#include "board/board.h"
#include "net/mqtt.h"
#include "sensor/sensor.h"
#include "store/provisioning.h"
#include "store/settings.h"

#define FIRMWARE_VERSION "0.1.0"
/* More than the platform lets wait for one device: 20, all of which it hands over again at a hello. */
#define APP_COMMANDS_KEPT 24u

/* All that the firmware remembers while it runs; there is one. */
struct app {
  struct provisioning provisioning;
  struct settings_store settings;
  struct outbox outbox;
  struct reporter reporter;
  struct snippets snippets;
  struct clock clock;
  struct mqtt mqtt;
  struct mqtt_settings mqtt_settings;
  struct sender sender;
  const struct sensor_source *source;
  struct window window;
  char prefix[2 * PROVISIONING_ID_BYTES + 16];
  uint64_t now_ms;
  uint64_t light_until_ms;
  uint64_t restart_at_ms; /* 0: not asked for */
  bool hello_waits; /* what the last hello said has changed */
  uint32_t carried_out[APP_COMMANDS_KEPT]; /* digests of the last commands' ids: one that is sent again is only answered */
  uint8_t next_kept;
};

/* From power on to ready. False: the device has not been provisioned, and must not talk to anybody. */
bool app_begin(struct app *app);

/* One turn of everything; true when there was something to do. */
bool app_step(struct app *app);

/* A message of the commands topic: carries it out and answers on the status topic. */
void app_on_command(struct app *app, const char *text, size_t size);

/* Learns which commands were carried out before this start, by the answers that have not arrived. */
void app_recall_commands(struct app *app);

/* Says who this is and what it runs, once the line can take it; each connection begins with it. */
void app_say_hello(struct app *app);

/* JSON for the status topic that must arrive; false where flash did not take it. */
bool app_say(struct app *app, const char *json, size_t size);

#endif
