#include "app/app.h"

#include <string.h>

#include "app/model.h"
#include "store/flash-map.h"

/* Bytes that are taken off the pipe at a time. */
#define PIECE 64u
/* The longest window's raw samples are one message. */
#define SECTORS_OF_BLOCK ((SNIPPET_MOST_BYTES + OUTBOX_HEADS + FLASH_SECTOR - 1u) / FLASH_SECTOR)

/* Survives resets. */
static BOARD_NOINIT struct results results;

static struct flash region(uint32_t offset)
{
  struct flash flash = *board_flash();
  flash.memory += offset;
  return flash;
}

/* Regions of the data flash: their owners count from zero. */
static bool program_settings(void *context, uint32_t offset, const void *bytes, size_t size)
{
  return board_flash()->program(context, MAP_SETTINGS + offset, bytes, size);
}

static bool erase_settings(void *context, uint32_t offset)
{
  return board_flash()->erase(context, MAP_SETTINGS + offset);
}

static bool program_outbox(void *context, uint32_t offset, const void *bytes, size_t size)
{
  return board_flash()->program(context, MAP_OUTBOX + offset, bytes, size);
}

static bool erase_outbox(void *context, uint32_t offset)
{
  return board_flash()->erase(context, MAP_OUTBOX + offset);
}

static void open_stores(struct app *app)
{
  struct flash settings = region(MAP_SETTINGS);
  struct flash outbox = region(MAP_OUTBOX);
  settings.program = program_settings;
  settings.erase = erase_settings;
  outbox.program = program_outbox;
  outbox.erase = erase_outbox;
  settings_load(&app->settings, &settings);
  app->settings.value.boot_id++;
  (void)settings_save(&app->settings);
  outbox_mount(&app->outbox, &outbox, MAP_OUTBOX_SECTORS, SECTORS_OF_BLOCK);
}

static size_t write_net(void *context, const uint8_t *bytes, size_t size)
{
  (void)context;
  return board_write(BOARD_NET, bytes, size);
}

static void on_connected(void *context)
{
  struct app *app = context;
  app_say_hello(app);
  update_on_connected();
}

static void on_message(void *context, const char *topic, size_t topic_size, const uint8_t *payload, size_t size)
{
  if (topic_size == 8 && memcmp(topic, "commands", 8) == 0) app_on_command(context, (const char *)payload, size);
  if (topic_size == 6 && memcmp(topic, "models", 6) == 0) update_on_chunk(payload, size);
}

static void on_acknowledged(void *context, uint16_t id)
{
  struct app *app = context;
  sender_on_acknowledged(&app->sender, id);
}

static void on_lost(void *context, enum mqtt_end why)
{
  struct app *app = context;
  (void)why;
  sender_on_lost(&app->sender);
}

bool app_say(struct app *app, const char *json, size_t size)
{
  const struct outbox_piece piece = {json, size};
  return size > 0 && outbox_add(&app->outbox, OUTBOX_STATUS, app->outbox.last_result, &piece, 1);
}

static int say_of_update(void *context, const char *json, int lasts)
{
  struct app *app = context;
  const size_t size = strlen(json);
  return lasts ? app_say(app, json, size) : sender_pass(&app->sender, json, size, app->now_ms);
}

static char *append(char *at, const char *text)
{
  const size_t size = strlen(text);
  memcpy(at, text, size + 1);
  return at + size;
}

/* Devices differ by their ids, starts of one by their number. */
static uint32_t seed_of(const struct app *app)
{
  uint32_t hash = app->settings.value.boot_id * 2654435761u;
  for (const char *c = app->provisioning.device; *c != '\0'; c++) hash = (hash ^ (uint8_t)*c) * 16777619u;
  return hash;
}

static void begin_net(struct app *app)
{
  static struct mqtt_port port = {NULL, write_net, on_connected, on_message, on_acknowledged, on_lost};
  const struct provisioning *provisioning = &app->provisioning;
  struct mqtt_settings *settings = &app->mqtt_settings;
  char *at = append(app->prefix, "fettle/v1/");
  at = append(append(at, provisioning->tenant), "/");
  (void)append(append(at, provisioning->device), "/");
  settings->client_id = provisioning->device;
  settings->user = provisioning->user;
  settings->password = provisioning->password;
  settings->prefix = app->prefix;
  settings->keep_alive_s = provisioning->keep_alive_s;
  settings->answer_timeout_ms = provisioning->answer_timeout_ms;
  settings->backoff_first_ms = provisioning->backoff_first_ms;
  settings->backoff_most_ms = provisioning->backoff_most_s * 1000u;
  settings->seed = seed_of(app);
  port.context = app;
  mqtt_begin(&app->mqtt, settings, &port, app->now_ms);
  sender_begin(&app->sender, &app->outbox, &app->mqtt);
}

static struct sensor_site site_of(const struct app *app)
{
  const struct sensor_site site = {model_active()->window_samples, app->now_ms,
                                   clock_unix_ms(&app->clock, app->now_ms), app->provisioning.sample_rate_hz};
  return site;
}

/* A window longer than there is memory for never comes: the source is not even asked. */
static bool window_fits(void)
{
  return model_active()->window_samples <= SENSOR_MOST_SAMPLES;
}

static void adopt_model(struct app *app)
{
  const struct sensor_site site = site_of(app);
  reporter_adopt(&app->reporter, model_active());
  if (window_fits()) app->source->begin(&site);
}

bool app_begin(struct app *app)
{
  app->now_ms = board_now_ms();
  if (!provisioning_read(board_flash()->memory + MAP_PROVISIONING, &app->provisioning)) return false;
  app->source = sensor_source(app->provisioning.source);
  if (app->source == NULL) return false;
  open_stores(app);
  app_recall_commands(app);
  begin_net(app);
  reporter_begin(&app->reporter, &app->outbox, &results, &app->settings.value);
  model_begin(&app->provisioning, say_of_update, app);
  adopt_model(app);
  return true;
}

static void take_window(struct app *app)
{
  struct model_result result;
  const struct window *window = &app->window;
  memset(&result, 0, sizeof result);
  if (app->clock.offset_ms == 0) clock_set(&app->clock, window->time_ms, app->now_ms);
  model_active()->run(window->samples, &result);
  update_model_ran();
  const enum report report = reporter_take(&app->reporter, &result, window->time_ms, app->now_ms);
  results_saw(&results, window->time_ms);
  snippet_take(&app->snippets, window, report == REPORT_ALARM_BEGAN, app->settings.value.boot_id,
               app->provisioning.units_per_step, &app->outbox);
}

static bool poll_sensor(struct app *app)
{
  const struct sensor_site site = site_of(app);
  if (!window_fits() || !app->source->poll(&site, &app->window)) return false;
  const bool old = app->window.time_ms <= results.seen_ms;
  if (!old) take_window(app);
  app->source->done(&app->window, old ? SENSOR_OLD : SENSOR_TAKEN);
  return true;
}

static bool poll_net(struct app *app)
{
  uint8_t bytes[PIECE];
  const size_t size = board_read(BOARD_NET, bytes, sizeof bytes);
  mqtt_receive(&app->mqtt, bytes, size, app->now_ms);
  mqtt_poll(&app->mqtt, app->now_ms);
  if (app->hello_waits) app_say_hello(app);
  sender_poll(&app->sender, app->now_ms);
  return size > 0;
}

static void poll_orders(struct app *app)
{
  if (app->light_until_ms != 0 && app->now_ms >= app->light_until_ms) {
    app->light_until_ms = 0;
    board_light(false);
  }
  if (app->restart_at_ms != 0 && app->now_ms >= app->restart_at_ms) board_reset(BOARD_COMMANDED);
}

bool app_step(struct app *app)
{
  app->now_ms = board_now_ms();
  board_feed_watchdog();
  const bool heard = poll_net(app);
  const bool sensed = poll_sensor(app);
  reporter_poll(&app->reporter, app->now_ms);
  if (model_poll(app->now_ms)) {
    adopt_model(app);
    app->hello_waits = true;
  }
  poll_orders(app);
  return heard || sensed;
}
