/*
 * What the update must not forget, in two sectors of flash. Every record is the whole state; the newest that is intact counts.
 * A record is written where nothing was, so a write cut short leaves the one before; a sector is erased only when the newest
 * record is in the other.
 */
#ifndef FETTLE_JOURNAL_H
#define FETTLE_JOURNAL_H

#include "update.h"

enum update_stage {
  STAGE_IDLE,      /* nothing pending */
  STAGE_RECEIVING, /* progress bytes of pending_id lie in slot target */
  STAGE_VERIFIED,  /* all of it, as it was signed */
  STAGE_TRIAL      /* slot target runs; active is what to fall back to */
};

enum { SLOT_NONE, SLOT_A, SLOT_B };

struct update_state {
  uint32_t generation; /* rises with every record */
  uint8_t stage;
  uint8_t active;   /* SLOT_NONE: the built-in model */
  uint8_t target;   /* slot of the pending package */
  uint8_t attempts; /* starts of the device since the trial began */
  uint32_t counter; /* of the active package: none below it is taken */
  uint8_t active_id[UPDATE_ID_BYTES];
  uint8_t pending_id[UPDATE_ID_BYTES];
  uint8_t refused_id[UPDATE_ID_BYTES]; /* came here and was not taken: not tried for ever, whoever offers it again */
  uint32_t pending_total;              /* bytes of the package's file */
  uint32_t progress;                   /* bytes of the slot that need not be sent again, whole sectors */
};

/* The newest intact state; all zero where there is none. */
void journal_read(const struct update_port *port, struct update_state *state);

/* Writes the state with the next generation. False: flash does not hold it, and the state before still counts. */
int journal_write(const struct update_port *port, struct update_state *state);

#endif
