#ifndef FETTLE_APP_THRESHOLD_H
#define FETTLE_APP_THRESHOLD_H

#include "store/settings.h"
#include "update/model_image.h"

/* A value in millionths as a number of this signal's column, towards zero; held within 32 bits. */
int32_t threshold_number(int64_t millionths, const struct model_signal *signal);

/* Scores that mean something: begin, end and report of an alarm. */
struct thresholds {
  int32_t anomaly; /* from here on a window is anomalous, */
  int32_t clear;   /* and below this it no longer is: an eighth less unless a command said otherwise */
  int32_t change;  /* of the score that is worth a report by itself; negative: none was set */
};

/* What commands have set, else what the model came with. */
struct thresholds thresholds_of(const struct model_image *image, const struct settings *settings);

#endif
