#ifndef FETTLE_APP_REPORTER_H
#define FETTLE_APP_REPORTER_H

#include "app/movement.h"
#include "store/outbox.h"
#include "store/results.h"
#include "store/settings.h"
#include "update/model_image.h"

/* Longest frame that is put together; what does not fit waits for the next. */
#define REPORTER_FRAME_BYTES 1152u

/*
 * From results to frames in the outbox. Each result that is worth a report (movement, a change of the alarm, or silence that
 * has lasted) ends in exactly one frame, over resets too. Routine results wait for others until the interval has passed in event
 * time or on the board's clock; those of an alarm's beginning and end do not wait.
 */
struct reporter {
  struct outbox *outbox;
  struct results *results;
  const struct settings *settings;
  const struct model_image *image;
  uint64_t sequence; /* of the next frame since the start */
  uint8_t source[RESULTS_MOST_COLUMNS]; /* of each column: index into scores, then features */
  struct movement movement;
  bool alarm;
  bool hurry;
  int32_t reported_score;
  int64_t reported_ms; /* event time of the last result that was kept */
  uint64_t waiting_ms; /* board time of the first that waits */
};

/* What a window meant. */
enum report { REPORT_ROUTINE, REPORT_ALARM_BEGAN, REPORT_ALARM_ENDED };

/* Sends what an earlier start left, then gets ready for the image's signals. */
void reporter_begin(struct reporter *reporter, struct outbox *outbox, struct results *results,
                    const struct settings *settings);
void reporter_adopt(struct reporter *reporter, const struct model_image *image);

enum report reporter_take(struct reporter *reporter, const struct model_result *result, int64_t time_ms, uint64_t now_ms);

/* Makes frames of what waits, when it is time. */
void reporter_poll(struct reporter *reporter, uint64_t now_ms);

/* Makes frames of what waits, at once. */
void reporter_flush(struct reporter *reporter);

#endif
