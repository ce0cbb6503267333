#include "sensor/sensor.h"

#include "sensor/feed.h"
#include "sensor/simulated.h"
#include "store/provisioning.h"

/* The registry: one row a source. */
static const struct sensor_source *const SOURCES[] = {
  [PROVISIONING_SOURCE_FEED] = &feed_source,
  [PROVISIONING_SOURCE_SIMULATED] = &simulated_source,
};

const struct sensor_source *sensor_source(uint8_t number)
{
  return number < sizeof SOURCES / sizeof SOURCES[0] ? SOURCES[number] : NULL;
}
