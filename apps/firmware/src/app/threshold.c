#include "app/threshold.h"

#include "frame/frame.h"

#define MILLION 1000000
#define HYSTERESIS 8

static int32_t held(int64_t value)
{
  if (value > INT32_MAX) return INT32_MAX;
  return value < INT32_MIN ? INT32_MIN : (int32_t)value;
}

int32_t threshold_number(int64_t millionths, const struct model_signal *signal)
{
  int64_t value = millionths;
  if (signal->kind == FRAME_PROBABILITY && signal->exponent > 0) {
    /* Binary fractions: at most 24 bits of a probability. */
    if (value > MILLION) value = MILLION;
    return value <= 0 ? 0 : held((value << signal->exponent) / MILLION);
  }
  /* number = millionths x 10^(-6 - exponent) */
  int power = -6 - signal->exponent;
  for (; power > 0 && value != 0 && value < INT32_MAX && value > INT32_MIN; power--) value *= 10;
  for (; power < 0 && value != 0; power++) value /= 10;
  return held(value);
}

struct thresholds thresholds_of(const struct model_image *image, const struct settings *settings)
{
  const struct model_signal *score = &image->score_signals[0];
  struct thresholds set = {image->anomaly_threshold, 0, -1};
  if (settings->anomaly != SETTINGS_UNSET) set.anomaly = threshold_number(settings->anomaly, score);
  const int64_t size = set.anomaly < 0 ? -(int64_t)set.anomaly : set.anomaly;
  set.clear = held(set.anomaly - size / HYSTERESIS);
  if (settings->clear != SETTINGS_UNSET) set.clear = threshold_number(settings->clear, score);
  if (set.clear > set.anomaly) set.clear = set.anomaly;
  if (settings->change != SETTINGS_UNSET) set.change = threshold_number(settings->change, score);
  return set;
}
