#include "updater.h"
#include <string.h>

#define CHUNKS_AT_ONCE 4u
#define CHUNK_BYTES 1024u
#define ASK_AGAIN_MS 15000u

void download_resume(struct updater *update)
{
  update->received = update->state.progress;
  update->header_known = 0;
  update->asked_end = 0;
  update->check.done = 0;
}

/* Offset in the package's file of the next byte for the slot: the header, then the slot's own image. */
static uint32_t wanted_offset(const struct updater *update)
{
  if (update->received < PACKAGE_HEADER_BYTES) {
    return update->received;
  }
  return update->received + (update->state.target == SLOT_B ? update->header.image_bytes[0] : 0u);
}

/* How far the slot can be filled by what is known. */
static uint32_t wanted_end(const struct updater *update)
{
  return PACKAGE_HEADER_BYTES +
         (update->header_known ? update->header.image_bytes[update->state.target - SLOT_A] : 0u);
}

/* Writes bytes sector by sector; what a sector holds is safe only once the journal says so. */
static void store(struct updater *update, const uint8_t *bytes, uint32_t count)
{
  while (count > 0u) {
    const uint32_t written = slot_write(update->port, update->state.target, update->received, bytes, count);
    if (written == 0u) {
      updater_give_up(update);
      return;
    }
    bytes += written - update->received;
    count -= written - update->received;
    update->received = written;
    if (written % UPDATE_SECTOR_BYTES == 0u) {
      update->state.progress = written;
      if (!journal_write(update->port, &update->state)) {
        updater_give_up(update);
        return;
      }
      updater_say(update, PACKAGE_RECEIVING, NULL);
    }
  }
}

void download_on_chunk(struct updater *update, const uint8_t *message, size_t size)
{
  struct package_chunk chunk;
  if (!package_read_chunk(message, size, &chunk) ||
      memcmp(chunk.id, update->state.pending_id, UPDATE_ID_BYTES) != 0 ||
      chunk.total != update->state.pending_total || update->received >= wanted_end(update) ||
      chunk.offset != wanted_offset(update)) {
    return;
  }
  const uint32_t missing = wanted_end(update) - update->received;
  const uint32_t count = chunk.count < missing ? chunk.count : missing;
  if (count % 4u == 0u) {
    store(update, chunk.data, count);
  }
}

static void check_header(struct updater *update)
{
  update->port->feed_watchdog(update->port->context);
  const char *reason = slot_header(update->port, update->state.target, &update->header);
  const uint32_t *bytes = update->header.image_bytes;
  if (reason == NULL && PACKAGE_HEADER_BYTES + bytes[0] + bytes[1] != update->state.pending_total) {
    reason = "not as long as was offered";
  } else if (reason == NULL && update->state.active != SLOT_NONE &&
             update->header.counter <= update->state.counter) {
    reason = "not newer than the active one";
  }
  if (reason != NULL) {
    updater_refuse(update, PACKAGE_REJECTED, reason);
    return;
  }
  update->header_known = 1;
  updater_say(update, PACKAGE_RECEIVING, NULL);
}

static void check_image(struct updater *update)
{
  const int outcome = image_check_step(update->port, update->state.target, &update->header, &update->check);
  if (outcome < 0) {
    updater_refuse(update, PACKAGE_REJECTED, "not what was signed");
  } else if (outcome > 0) {
    update->state.stage = STAGE_VERIFIED;
    if (journal_write(update->port, &update->state)) {
      updater_say(update, PACKAGE_VERIFIED, NULL);
    } else {
      updater_give_up(update);
    }
  }
}

static void ask(struct updater *update, uint32_t now_ms)
{
  const uint32_t offset = wanted_offset(update);
  if (offset < update->asked_end && now_ms - update->asked_ms < ASK_AGAIN_MS) {
    return;
  }
  const uint32_t missing = wanted_end(update) - update->received;
  const uint32_t most = CHUNKS_AT_ONCE * CHUNK_BYTES;
  const uint32_t bytes = missing < most ? missing : most;
  const uint32_t count = (bytes + CHUNK_BYTES - 1u) / CHUNK_BYTES;
  if (status_chunk(update->port, update->state.pending_id, offset, count)) {
    update->asked_end = offset + bytes;
    update->asked_ms = now_ms;
  }
}

void download_step(struct updater *update, uint32_t now_ms)
{
  if (update->received < wanted_end(update)) {
    ask(update, now_ms);
  } else if (!update->header_known) {
    check_header(update);
  } else {
    check_image(update);
  }
}
