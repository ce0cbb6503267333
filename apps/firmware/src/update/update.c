#include "update.h"
#include <string.h>
#include "updater.h"

/* A power cut is no fault of the model's; one start after the other within one trial is. */
#define MOST_ATTEMPTS 3u
#define RUNS_TO_CONFIRM 8u

static struct updater update;

void updater_say(const struct updater *updater, enum package_state state, const char *reason)
{
  status_package(updater->port, updater->state.pending_id, state, updater->received, reason);
}

/* Images share their memory: what ran last may have left anything in it. */
static void begin_active(void)
{
  if (update.state.active != SLOT_NONE) {
    slot_image(update.port, update.state.active)->begin();
  }
}

void updater_refuse(struct updater *updater, enum package_state state, const char *reason)
{
  memcpy(updater->state.refused_id, updater->state.pending_id, UPDATE_ID_BYTES);
  updater->state.stage = STAGE_IDLE;
  updater->tested = 0;
  /* Said before it is written down: cut in between, the package is refused, and that is said, once more. */
  updater_say(updater, state, reason);
  (void)journal_write(updater->port, &updater->state);
  begin_active();
}

void updater_give_up(struct updater *updater)
{
  updater->state.stage = STAGE_IDLE;
  updater_say(updater, PACKAGE_REJECTED, "flash did not take it");
}

/* Whether the active slot still holds what was signed; nothing else is ever run. */
static int active_is_whole(void)
{
  struct package_header header;
  if (slot_header(update.port, update.state.active, &header) != NULL) {
    return 0;
  }
  int outcome = 0;
  while (outcome == 0) {
    update.port->feed_watchdog(update.port->context);
    outcome = image_check_step(update.port, update.state.active, &header, &update.check);
  }
  return outcome > 0;
}

static void begin_trial_again(void)
{
  update.state.attempts++;
  if (update.state.attempts > MOST_ATTEMPTS || !journal_write(update.port, &update.state)) {
    updater_refuse(&update, PACKAGE_FELL_BACK, "the device restarted while it was on trial");
  }
}

void update_begin(const struct update_port *port)
{
  memset(&update, 0, sizeof update);
  update.port = port;
  journal_read(port, &update.state);
  if (update.state.active != SLOT_NONE && !active_is_whole()) {
    update.state.active = SLOT_NONE;
    memset(update.state.active_id, 0, UPDATE_ID_BYTES);
    (void)journal_write(port, &update.state);
  }
  download_resume(&update);
  if (update.state.stage == STAGE_TRIAL) {
    begin_trial_again();
  }
  begin_active();
}

static int is_pending(const uint8_t *id)
{
  return update.state.stage != STAGE_IDLE && memcmp(id, update.state.pending_id, UPDATE_ID_BYTES) == 0;
}

void update_on_install(const uint8_t id[UPDATE_ID_BYTES], uint32_t total_bytes)
{
  struct update_state next = update.state;
  const char *reason = NULL;
  if (update.state.active != SLOT_NONE && memcmp(id, update.state.active_id, UPDATE_ID_BYTES) == 0) {
    status_package(update.port, id, PACKAGE_ACTIVE, 0, NULL);
    return;
  }
  if (is_pending(id)) {
    update.asked_end = 0;
    return;
  }
  next.stage = STAGE_RECEIVING;
  next.target = update.state.active == SLOT_A ? SLOT_B : SLOT_A;
  next.attempts = 0;
  memcpy(next.pending_id, id, UPDATE_ID_BYTES);
  next.pending_total = total_bytes;
  next.progress = 0;
  if (memcmp(id, update.state.refused_id, UPDATE_ID_BYTES) == 0) {
    reason = "was refused before";
  } else if (update.state.stage == STAGE_VERIFIED || update.state.stage == STAGE_TRIAL) {
    reason = "busy with another package";
  } else if (!journal_write(update.port, &next)) {
    reason = "flash did not take it";
  }
  if (reason != NULL) {
    status_package(update.port, id, PACKAGE_REJECTED, 0, reason);
    return;
  }
  update.state = next;
  download_resume(&update);
}

void update_on_chunk(const uint8_t *message, size_t size)
{
  if (update.state.stage == STAGE_RECEIVING) {
    download_on_chunk(&update, message, size);
  }
}

void update_on_connected(void)
{
  update.asked_end = 0;
  if (update.state.stage == STAGE_TRIAL && update.tested) {
    updater_say(&update, PACKAGE_TRIAL, NULL);
  }
}

/* The trial is written down before the model runs for the first time: whatever it does then, the next start knows. */
static void begin_trial(void)
{
  update.state.stage = STAGE_TRIAL;
  update.state.attempts = 1;
  if (!journal_write(update.port, &update.state)) {
    updater_give_up(&update);
  }
}

static void try_out(void)
{
  const uint8_t slot = update.state.target;
  const char *reason = slot_header(update.port, slot, &update.header);
  if (reason == NULL) {
    reason = self_test(update.port, slot, &update.header);
  }
  if (reason != NULL) {
    updater_refuse(&update, PACKAGE_REJECTED, reason);
    return;
  }
  slot_image(update.port, slot)->begin();
  update.tested = 1;
  update.runs = 0;
  updater_say(&update, PACKAGE_TRIAL, NULL);
}

static void confirm(void)
{
  struct update_state next = update.state;
  next.active = next.target;
  next.counter = update.header.counter;
  memcpy(next.active_id, next.pending_id, UPDATE_ID_BYTES);
  next.stage = STAGE_IDLE;
  /* Said before it is written down: cut in between, or where flash does not take it, the trial ends, and says so, once more. */
  updater_say(&update, PACKAGE_ACTIVE, NULL);
  update.runs = 0;
  if (journal_write(update.port, &next)) {
    update.state = next;
  }
}

void update_poll(uint32_t now_ms)
{
  if (update.state.stage == STAGE_RECEIVING) {
    download_step(&update, now_ms);
  } else if (update.state.stage == STAGE_VERIFIED) {
    begin_trial();
  } else if (update.state.stage == STAGE_TRIAL && !update.tested) {
    try_out();
  } else if (update.state.stage == STAGE_TRIAL && update.runs >= RUNS_TO_CONFIRM) {
    confirm();
  }
}

void update_model_ran(void)
{
  update.runs++;
}

static int on_trial(void)
{
  return update.state.stage == STAGE_TRIAL && update.tested;
}

static uint8_t running_slot(void)
{
  return on_trial() ? update.state.target : update.state.active;
}

const struct model_image *update_active_image(void)
{
  return running_slot() == SLOT_NONE ? NULL : slot_image(update.port, running_slot());
}

char update_active_slot(void)
{
  return "-ab"[running_slot()];
}

const uint8_t *update_active_id(void)
{
  return on_trial() ? update.state.pending_id : update.state.active_id;
}
