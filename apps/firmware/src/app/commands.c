/* What the platform may ask for. To add a command: one function, one row. */
#include <string.h>

#include "app/app.h"
#include "app/model.h"
#include "json/json-read.h"
#include "json/json-write.h"

#define MILLION 1000000
#define MOST_ID_BYTES 64u
#define LEAST_INTERVAL_MS 100
#define MOST_MS (INT64_C(7) * 24 * 3600 * 1000)
#define LIGHT_SECONDS 10
/* A clock that is set back by more has been wrong, and so have the times of windows. */
#define WRONG_MS 60000
/* Time for the answer to arrive; what does not arrive is sent after the start. */
#define RESTART_AFTER_MS 1500u

/* Members of any command. */
enum {
  ID, COMMAND, MILLISECONDS, ANOMALY, CLEAR, CHANGE, MAX_SILENCE_MS, COUNT, SECONDS, UNIX_MS, PACKAGE, BYTES, FIELDS
};

static const char *const KEYS[FIELDS] = {"id",      "command", "milliseconds", "anomaly", "clear",   "change", "maxSilenceMs",
                                         "count",   "seconds", "unixMs",       "package", "bytes"};

/* A whole number within bounds, into *out; absent leaves it. False: not one. */
static bool whole(const struct json_field *field, int64_t least, int64_t most, int64_t *out)
{
  if (field->type == JSON_ABSENT) return true;
  if (field->type != JSON_NUMBER || field->millionths % MILLION != 0) return false;
  const int64_t value = field->millionths / MILLION;
  if (value < least || value > most) return false;
  *out = value;
  return true;
}

static const char *save(struct app *app, const struct settings *next)
{
  app->settings.value = *next;
  return settings_save(&app->settings) ? NULL : "flash did not take it";
}

static const char *set_interval(struct app *app, const struct json_field *fields)
{
  struct settings next = app->settings.value;
  int64_t interval = 0;
  if (!whole(&fields[MILLISECONDS], LEAST_INTERVAL_MS, MOST_MS, &interval) || interval == 0) {
    return "milliseconds from 100 to 604800000";
  }
  next.interval_ms = (uint32_t)interval;
  return save(app, &next);
}

/* A score in its unit; absent leaves it. */
static bool score(const struct json_field *field, int64_t *out)
{
  if (field->type == JSON_ABSENT) return true;
  if (field->type != JSON_NUMBER) return false;
  *out = field->millionths;
  return true;
}

static const char *set_thresholds(struct app *app, const struct json_field *fields)
{
  struct settings next = app->settings.value;
  int64_t silence = next.silence_ms;
  if (!score(&fields[ANOMALY], &next.anomaly)) return "anomaly is a number";
  if (!score(&fields[CLEAR], &next.clear)) return "clear is a number";
  if (!score(&fields[CHANGE], &next.change)) return "change is a number";
  if (!whole(&fields[MAX_SILENCE_MS], LEAST_INTERVAL_MS, MOST_MS, &silence)) return "maxSilenceMs from 100 to 604800000";
  next.silence_ms = (uint32_t)silence;
  return save(app, &next);
}

/* As many samples as asked for; one window where no number is given. */
static const char *send_raw(struct app *app, const struct json_field *fields)
{
  int64_t samples = model_active()->window_samples;
  if (!whole(&fields[COUNT], 1, SNIPPET_MOST_SAMPLES, &samples)) return "count from 1 to 16384";
  app->snippets.wanted = (uint32_t)samples;
  return NULL;
}

static const char *identify(struct app *app, const struct json_field *fields)
{
  int64_t seconds = LIGHT_SECONDS;
  if (!whole(&fields[SECONDS], 1, 600, &seconds)) return "seconds from 1 to 600";
  app->light_until_ms = app->now_ms + (uint64_t)seconds * 1000;
  board_light(true);
  return NULL;
}

/* FNV-1a of an id: tells a command that is sent again from a new one. */
static uint32_t digest(const struct json_field *id)
{
  uint32_t hash = 2166136261u;
  for (size_t i = 0; i < id->size; i++) hash = (hash ^ (uint8_t)id->text[i]) * 16777619u;
  return hash == 0 ? 1 : hash;
}

static const char *restart(struct app *app, const struct json_field *fields)
{
  struct settings next = app->settings.value;
  /* A broker that sends the command again after the start must not get another one. */
  next.last_restart = digest(&fields[ID]);
  app->restart_at_ms = app->now_ms + RESTART_AFTER_MS;
  return save(app, &next);
}

static const char *set_time(struct app *app, const struct json_field *fields)
{
  int64_t unix_ms = 0;
  if (!whole(&fields[UNIX_MS], 1, INT64_MAX / MILLION, &unix_ms) || unix_ms == 0) return "unixMs is a whole number";
  if (unix_ms + WRONG_MS < clock_unix_ms(&app->clock, app->now_ms)) results_forget_time(app->reporter.results);
  clock_set(&app->clock, unix_ms, app->now_ms);
  return NULL;
}

static int hex_digit(char c)
{
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static const char *install(struct app *app, const struct json_field *fields)
{
  uint8_t id[UPDATE_ID_BYTES];
  int64_t bytes = 0;
  (void)app;
  const struct json_field *package = &fields[PACKAGE];
  if (package->type != JSON_TEXT || package->size != 2 * sizeof id) return "package has 32 hex digits";
  for (size_t i = 0; i < sizeof id; i++) {
    const int high = hex_digit(package->text[2 * i]);
    const int low = hex_digit(package->text[2 * i + 1]);
    if (high < 0 || low < 0) return "package has 32 hex digits";
    id[i] = (uint8_t)(high * 16 + low);
  }
  if (!whole(&fields[BYTES], 1, INT32_MAX, &bytes) || bytes == 0) return "bytes is a whole number";
  update_on_install(id, (uint32_t)bytes);
  return NULL;
}

/* The registry. A command gives NULL when it is done, or the reason why not. */
static const struct {
  const char *name;
  const char *(*carry_out)(struct app *app, const struct json_field *fields);
} COMMANDS[] = {
  {"interval", set_interval}, {"thresholds", set_thresholds}, {"send_raw", send_raw}, {"identify", identify},
  {"reboot", restart},        {"time", set_time},             {"install", install},
};

static bool was_carried_out(const struct app *app, uint32_t command)
{
  bool known = command == app->settings.value.last_restart;
  for (size_t i = 0; i < APP_COMMANDS_KEPT; i++) known = known || command == app->carried_out[i];
  return known;
}

static void keep(struct app *app, uint32_t command)
{
  app->carried_out[app->next_kept] = command;
  app->next_kept = (uint8_t)((app->next_kept + 1u) % APP_COMMANDS_KEPT);
}

static void answer(struct app *app, const struct json_field *id, const char *reason)
{
  char text[192];
  struct json_writer writer;
  json_begin(&writer, text, sizeof text);
  json_string(&writer, "type", "command");
  if (id->type == JSON_TEXT && id->size <= MOST_ID_BYTES) {
    json_text(&writer, "id", id->text, id->size);
  } else {
    json_string(&writer, "id", "");
  }
  json_string(&writer, "result", reason == NULL ? "done" : "refused");
  if (reason != NULL) json_string(&writer, "reason", reason);
  (void)app_say(app, text, json_end(&writer));
}

static const char *carry_out(struct app *app, const struct json_field *fields)
{
  for (size_t i = 0; i < sizeof COMMANDS / sizeof COMMANDS[0]; i++) {
    if (json_is(&fields[COMMAND], COMMANDS[i].name)) return COMMANDS[i].carry_out(app, fields);
  }
  return "unknown command";
}

void app_on_command(struct app *app, const char *text, size_t size)
{
  struct json_field fields[FIELDS];
  memset(fields, 0, sizeof fields);
  for (size_t i = 0; i < FIELDS; i++) fields[i].key = KEYS[i];
  if (!json_read(text, size, fields, FIELDS)) {
    fields[ID].type = JSON_ABSENT;
    answer(app, &fields[ID], "not a flat JSON object");
    return;
  }
  const struct json_field *id = &fields[ID];
  if (id->type != JSON_TEXT || id->size == 0 || id->size > MOST_ID_BYTES) {
    answer(app, id, "no id of 1 to 64 characters");
    return;
  }
  /* The time comes with every connection, under the same id, and is another. */
  const bool is_time = json_is(&fields[COMMAND], "time");
  const bool again = !is_time && was_carried_out(app, digest(id));
  const char *reason = again ? NULL : carry_out(app, fields);
  answer(app, id, reason);
  if (!again && !is_time && reason == NULL) keep(app, digest(id));
}

void app_recall_commands(struct app *app)
{
  enum { TYPE, ANSWERED, RESULT };
  struct outbox_cursor cursor;
  struct outbox_record record;
  memset(&cursor, 0, sizeof cursor);
  while (outbox_next(&app->outbox, &cursor, &record)) {
    struct json_field fields[] = {{.key = "type"}, {.key = "id"}, {.key = "result"}};
    if (record.kind != OUTBOX_STATUS || !json_read((const char *)record.payload, record.length, fields, 3)) continue;
    if (json_is(&fields[TYPE], "command") && json_is(&fields[RESULT], "done")) keep(app, digest(&fields[ANSWERED]));
  }
}
