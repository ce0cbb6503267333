#ifndef FETTLE_SETTINGS_H
#define FETTLE_SETTINGS_H

#include "store/flash.h"

#define SETTINGS_UNSET INT64_MIN

/* What a device keeps for good: its count of starts and what commands have set. Scores are in millionths of their unit. */
struct settings {
  uint32_t boot_id;
  uint32_t interval_ms;  /* routine results wait this long for others to share a frame */
  uint32_t silence_ms;   /* longest time without a report while windows come */
  uint32_t last_restart; /* digest of the command for which the device last started again */
  int64_t anomaly;       /* score from which on a window is anomalous, or SETTINGS_UNSET for the model's own */
  int64_t clear;         /* score below which it no longer is, or SETTINGS_UNSET */
  int64_t change;        /* of the score that is worth a report, or SETTINGS_UNSET */
};

struct settings_store {
  struct flash flash; /* two sectors of its own */
  uint32_t at;        /* where the next record goes */
  uint32_t revision;
  struct settings value;
};

/*
 * The newest settings that were saved whole, or the defaults. A power cut while saving leaves the ones before.
 */
void settings_load(struct settings_store *store, const struct flash *flash);

/* False: the flash did not take it; the value holds until the next start. */
bool settings_save(struct settings_store *store);

#endif
