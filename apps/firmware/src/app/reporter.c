#include "app/reporter.h"

#include <string.h>

#include "app/threshold.h"

static int64_t frame_time(const void *context, size_t sample)
{
  const struct reporter *reporter = context;
  return results_time(reporter->results, sample);
}

static int64_t frame_number(const void *context, size_t column, size_t sample)
{
  const struct reporter *reporter = context;
  return results_number(reporter->results, column, sample);
}

/* One frame of as many of the oldest results as fit; false when the flash does not take it. */
static bool send_frame(struct reporter *reporter)
{
  uint8_t bytes[REPORTER_FRAME_BYTES];
  struct results *results = reporter->results;
  struct frame_input input = {
    reporter->settings->boot_id, reporter->sequence,    false, results->count, results->column_count, results->columns,
    reporter,                    frame_time, frame_number, NULL,
  };
  size_t size = frame_encode(&input, bytes, sizeof bytes);
  while (size == 0 && input.samples > 1) {
    input.samples = (input.samples + 1) / 2;
    size = frame_encode(&input, bytes, sizeof bytes);
  }
  const struct outbox_piece piece = {bytes, size};
  if (size > 0 && !outbox_add(reporter->outbox, OUTBOX_FRAME, results_last_of(results, input.samples), &piece, 1)) {
    return false;
  }
  reporter->sequence++;
  results_drop(results, input.samples);
  return true;
}

void reporter_flush(struct reporter *reporter)
{
  reporter->hurry = false;
  while (reporter->results->count > 0 && send_frame(reporter)) {
  }
}

void reporter_begin(struct reporter *reporter, struct outbox *outbox, struct results *results,
                    const struct settings *settings)
{
  memset(reporter, 0, sizeof *reporter);
  reporter->outbox = outbox;
  reporter->results = results;
  reporter->settings = settings;
  results_open(results, outbox->last_result);
  reporter_flush(reporter);
}

static const struct model_signal *signal_at(const struct model_image *image, size_t index)
{
  return index < image->score_count ? &image->score_signals[index] : &image->feature_signals[index - image->score_count];
}

void reporter_adopt(struct reporter *reporter, const struct model_image *image)
{
  struct frame_column columns[RESULTS_MOST_COLUMNS];
  const size_t signals = (size_t)image->score_count + image->feature_count;
  size_t count = 0;
  reporter_flush(reporter);
  for (size_t i = 0; i < signals && count < RESULTS_MOST_COLUMNS; i++) {
    const struct model_signal *signal = signal_at(image, i);
    size_t at = count;
    for (; at > 0 && columns[at - 1].signal_id > signal->id; at--) {
      columns[at] = columns[at - 1];
      reporter->source[at] = reporter->source[at - 1];
    }
    columns[at].signal_id = signal->id;
    columns[at].kind = signal->kind;
    columns[at].exponent = signal->exponent;
    reporter->source[at] = (uint8_t)i;
    count++;
  }
  results_begin(reporter->results, columns, count);
  movement_begin(&reporter->movement);
  reporter->image = image;
  reporter->alarm = false;
}

static void gather(const struct reporter *reporter, const struct model_result *result, int32_t *numbers)
{
  const size_t scores = reporter->image->score_count;
  for (size_t i = 0; i < reporter->results->column_count; i++) {
    const size_t source = reporter->source[i];
    numbers[i] = source < scores ? result->scores[source] : result->features[source - scores];
  }
}

static enum report judge(struct reporter *reporter, int32_t score, const struct thresholds *set)
{
  const bool before = reporter->alarm;
  reporter->alarm = before ? score >= set->clear : score >= set->anomaly;
  if (reporter->alarm == before) return REPORT_ROUTINE;
  return before ? REPORT_ALARM_ENDED : REPORT_ALARM_BEGAN;
}

static bool score_changed(const struct reporter *reporter, int32_t score, const struct thresholds *set)
{
  const int64_t change = (int64_t)score - reporter->reported_score;
  return set->change >= 0 && (change < 0 ? -change : change) >= set->change;
}

/* Keeps a result until its frame is made; false when the flash has been refusing frames for so long that there is no room. */
static bool keep(struct reporter *reporter, const int32_t *numbers, int64_t time_ms, uint64_t now_ms)
{
  if (reporter->results->count == results_capacity(reporter->results)) reporter_flush(reporter);
  if (reporter->results->count == 0) reporter->waiting_ms = now_ms;
  return results_add(reporter->results, time_ms, numbers);
}

enum report reporter_take(struct reporter *reporter, const struct model_result *result, int64_t time_ms, uint64_t now_ms)
{
  int32_t numbers[RESULTS_MOST_COLUMNS];
  const size_t count = reporter->results->column_count;
  const struct thresholds set = thresholds_of(reporter->image, reporter->settings);
  const int32_t score = result->scores[0];
  const enum report report = judge(reporter, score, &set);
  gather(reporter, result, numbers);
  const bool moved = movement_take(&reporter->movement, numbers, count);
  const bool silent = time_ms >= reporter->reported_ms + reporter->settings->silence_ms;
  if (!moved && !silent && report == REPORT_ROUTINE && !score_changed(reporter, score, &set)) return report;
  if (!keep(reporter, numbers, time_ms, now_ms)) return report;
  movement_reported(&reporter->movement, numbers, count);
  reporter->reported_ms = time_ms;
  reporter->reported_score = score;
  if (report != REPORT_ROUTINE) reporter->hurry = true;
  return report;
}

void reporter_poll(struct reporter *reporter, uint64_t now_ms)
{
  const struct results *results = reporter->results;
  if (results->count == 0) return;
  const uint32_t interval = reporter->settings->interval_ms;
  const bool old = now_ms >= reporter->waiting_ms + interval;
  const bool apart = reporter->reported_ms >= results_time(results, 0) + interval;
  const bool full = results->count == results_capacity(results);
  if (reporter->hurry || old || apart || full) reporter_flush(reporter);
}
