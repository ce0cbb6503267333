#include "app/model.h"

#include <string.h>

#include "board/board.h"
#include "store/flash-map.h"

static const struct model_image *active;
static struct update_port port;
/* Whether the update has worked since the built-in model began: the tests of a package use the same memory. */
static bool memory_is_doubtful;

static int program(void *context, uint32_t offset, const uint8_t *bytes, uint32_t count)
{
  const struct flash *flash = board_flash();
  (void)context;
  return flash->program(flash->context, MAP_UPDATE + offset, bytes, count) ? 1 : 0;
}

static int erase(void *context, uint32_t offset)
{
  const struct flash *flash = board_flash();
  (void)context;
  return flash->erase(flash->context, MAP_UPDATE + offset) ? 1 : 0;
}

static void feed_watchdog(void *context)
{
  (void)context;
  memory_is_doubtful = true;
  board_feed_watchdog();
}

static void reset(void *context)
{
  (void)context;
  board_reset(BOARD_COMMANDED);
}

/* Packages' images clear their own memory when the update activates them; the built-in model's is cleared here. */
static void adopt(void)
{
  const struct model_image *image = update_active_image();
  uint32_t size;
  uint8_t *memory = board_model_memory(&size);
  active = image == NULL ? &builtin_model : image;
  memory_is_doubtful = false;
  if (image != NULL) return;
  memset(memory, 0, size);
  active->begin();
}

void model_begin(const struct provisioning *provisioning, int (*publish)(void *context, const char *json, int lasts),
                 void *context)
{
  uint32_t size;
  port.context = context;
  port.flash = board_flash()->memory + MAP_UPDATE;
  port.slot_bytes = MAP_SLOT_BYTES;
  port.program = program;
  port.erase = erase;
  port.publish_status = publish;
  port.feed_watchdog = feed_watchdog;
  port.reset = reset;
  port.public_key = provisioning->model_key;
  port.target = board_package_target();
  port.model_ram = (uintptr_t)board_model_memory(&size);
  port.model_ram_bytes = size;
  update_begin(&port);
  adopt();
}

const struct model_image *model_active(void)
{
  return active;
}

bool model_poll(uint64_t now_ms)
{
  const struct model_image *before = update_active_image();
  update_poll((uint32_t)now_ms);
  const bool changed = update_active_image() != before;
  if (changed || (before == NULL && memory_is_doubtful)) adopt();
  return changed;
}
