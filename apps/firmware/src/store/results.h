#ifndef FETTLE_RESULTS_H
#define FETTLE_RESULTS_H

#include "frame/frame.h"

#define RESULTS_MOST_COLUMNS 40u
#define RESULTS_BYTES 2048u

/* Head of a result in the ring; its numbers follow, one for each column. */
struct result_head {
  int64_t time_ms;
  uint32_t number;
  uint32_t crc;
};

/*
 * Results that no frame carries yet, in memory that a reset leaves alone. `results_open` keeps what is whole and drops what
 * a reset tore, result by result; power loss drops everything. The columns they were computed for are kept with them, so
 * that they are sent right even when the model has changed meanwhile.
 */
struct results {
  uint32_t magic;
  uint32_t column_count;
  struct frame_column columns[RESULTS_MOST_COLUMNS];
  uint32_t layout_crc; /* of the three above */
  uint32_t first;      /* oldest place that is in use */
  uint32_t count;
  uint32_t next_number;
  uint32_t seen_crc; /* of the next */
  int64_t seen_ms;   /* event time of the newest window that was processed */
  uint8_t ring[RESULTS_BYTES] __attribute__((aligned(8)));
};

/* Numbers already in frames are `last_sent` and below: those results are dropped, the next one is above. */
void results_open(struct results *results, uint32_t last_sent);

/* Empties the ring and gives it columns, ascending; at most RESULTS_MOST_COLUMNS. */
void results_begin(struct results *results, const struct frame_column *columns, size_t count);

/* False when the ring is full. */
bool results_add(struct results *results, int64_t time_ms, const int32_t *numbers);

/* Windows up to this event time have been processed: one that comes again, after a reset that ate its answer, is known. */
void results_saw(struct results *results, int64_t time_ms);

/* Any window is new: the clock was set. */
void results_forget_time(struct results *results);

/* How many there are room for in all. */
size_t results_capacity(const struct results *results);

int64_t results_time(const struct results *results, size_t index);
int32_t results_number(const struct results *results, size_t column, size_t index);

/* What a frame's outbox record says when it carries the oldest `count`. */
uint32_t results_last_of(const struct results *results, size_t count);

/* Drops the oldest. */
void results_drop(struct results *results, size_t count);

#endif
