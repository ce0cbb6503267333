/* What the update knows while the device runs; shared by its parts alone. */
#ifndef FETTLE_UPDATER_H
#define FETTLE_UPDATER_H

#include "journal.h"
#include "status_text.h"
#include "trial.h"

struct updater {
  const struct update_port *port;
  struct update_state state;
  struct package_header header; /* of the pending package, once header_known */
  struct image_check check;
  uint32_t received;  /* bytes of the target slot */
  uint32_t asked_end; /* offset in the package's file up to which chunks were asked for */
  uint32_t asked_ms;
  uint32_t runs; /* of the model on trial since this start */
  uint8_t header_known;
  uint8_t tested; /* the model on trial gave its recorded numbers since this start */
};

/* Says a state of the pending package, with a reason or NULL. */
void updater_say(const struct updater *update, enum package_state state, const char *reason);

/* Leaves the pending package and goes on with the active one. */
void updater_refuse(struct updater *update, enum package_state state, const char *reason);

/* Flash that does not take a write says nothing about the package: what the journal holds stays, for the next start. */
void updater_give_up(struct updater *update);

/* Begins, or goes on, where the journal says that the slot is filled to. */
void download_resume(struct updater *update);

void download_on_chunk(struct updater *update, const uint8_t *message, size_t size);

/* One step: asks for what is missing, checks the header, or some of the image; ends in STAGE_VERIFIED or a refusal. */
void download_step(struct updater *update, uint32_t now_ms);

#endif
