#ifndef FETTLE_SENSOR_H
#define FETTLE_SENSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Longest window a model may ask for; its samples are the firmware's largest memory. */
#ifndef SENSOR_MOST_SAMPLES
#define SENSOR_MOST_SAMPLES 1024u
#endif

/* One window of samples, in event time. */
struct window {
  int64_t time_ms; /* of its first sample, since 1970 */
  float sample_rate_hz;
  uint16_t channel;
  uint16_t count;
  int16_t samples[SENSOR_MOST_SAMPLES];
};

/* What a source may know of the world. */
struct sensor_site {
  uint16_t window_samples; /* that a window shall have */
  uint64_t now_ms;
  int64_t unix_ms; /* or 0 while nobody has told the time */
  uint32_t sample_rate_hz;
};

/* What became of a window. */
enum sensor_verdict { SENSOR_TAKEN = 0, SENSOR_BAD_CHECKSUM = 1, SENSOR_WRONG_SIZE = 2, SENSOR_OLD = 3, SENSOR_READY = 4 };

/* Where windows come from. */
struct sensor_source {
  /* Ready for windows of this length: at the start, and when a model with another one takes over. */
  void (*begin)(const struct sensor_site *site);
  /* True when the window is whole; never waits. It is not touched again until `done`. */
  bool (*poll)(const struct sensor_site *site, struct window *window);
  void (*done)(const struct window *window, enum sensor_verdict verdict);
};

/* By provisioning's number, or NULL. */
const struct sensor_source *sensor_source(uint8_t number);

#endif
