#include <string.h>

#include "app/app.h"
#include "app/model.h"
#include "json/json-write.h"

static const char *const STARTS[] = {"power", "command", "watchdog", "fault"};
static const char *const ENDS[] = {"", "no_answer", "no_puback", "refused", "unreadable", "pipe"};

/* Name and version; a packaged image's name is filled up with zeros. */
static void add_model(struct json_writer *writer, const struct model_image *image)
{
  char text[MODEL_NAME_BYTES + 1 + 20];
  size_t size = 0;
  while (size < MODEL_NAME_BYTES && image->name[size] != '\0') {
    text[size] = image->name[size];
    size++;
  }
  text[size++] = '@';
  size += json_digits(text + size, image->version);
  json_text(writer, "model", text, size);
}

void app_say_hello(struct app *app)
{
  char text[512];
  struct json_writer writer;
  const struct model_image *image = model_active();
  const char slot = update_active_slot();
  app->hello_waits = !mqtt_can_publish(&app->mqtt);
  if (app->hello_waits) return;
  json_begin(&writer, text, sizeof text);
  json_string(&writer, "type", "hello");
  json_string(&writer, "firmware", FIRMWARE_VERSION);
  add_model(&writer, image);
  json_hex(&writer, "package", update_active_id(), slot == '-' ? 0 : UPDATE_ID_BYTES);
  json_text(&writer, "slot", &slot, 1);
  json_number(&writer, "boot", app->settings.value.boot_id);
  json_string(&writer, "start", STARTS[board_start()]);
  json_string(&writer, "clock", app->clock.offset_ms == 0 ? "unset" : "set");
  json_number(&writer, "windowSamples", image->window_samples);
  json_number(&writer, "intervalMs", app->settings.value.interval_ms);
  json_number(&writer, "droppedMessages", app->outbox.dropped);
  json_number(&writer, "snippetsLeftOut", app->snippets.left_out);
  json_number(&writer, "oversizedMessages", app->mqtt.oversized);
  json_string(&writer, "lastEnd", ENDS[app->mqtt.last_end]);
  json_number(&writer, "stackPeakBytes", board_stack_peak());
  const size_t size = json_end(&writer);
  if (size > 0) (void)sender_pass(&app->sender, text, size, app->now_ms);
}
