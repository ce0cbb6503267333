#ifndef FETTLE_APP_MOVEMENT_H
#define FETTLE_APP_MOVEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/results.h"

/*
 * Which windows are worth a report. A signal has moved when it is further from what was last reported than a tenth of its
 * usual size and than four times its usual step from window to window: so that noise alone does not fill the line, nor
 * a threshold have to be set for each signal.
 */
struct movement {
  bool known; /* whether anything was reported yet */
  int32_t reported[RESULTS_MOST_COLUMNS];
  int32_t previous[RESULTS_MOST_COLUMNS];
  uint32_t size[RESULTS_MOST_COLUMNS]; /* mean magnitude, */
  uint32_t step[RESULTS_MOST_COLUMNS]; /* and mean step, both over the last sixteen windows or so */
};

void movement_begin(struct movement *movement);

/* Learns from a window's numbers; whether any has moved. True for the first ones. */
bool movement_take(struct movement *movement, const int32_t *numbers, size_t count);

/* These numbers are what the platform knows from now on. */
void movement_reported(struct movement *movement, const int32_t *numbers, size_t count);

#endif
