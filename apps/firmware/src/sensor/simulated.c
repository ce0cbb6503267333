#include "sensor/simulated.h"

#define SHAFT_HZ 30u
#define IMBALANCE 1500
#define NOISE 400
/* Outer race of a common bearing: so many thousandths of an impact a turn. */
#define IMPACTS_PER_TURN 3585u
#define IMPACT 9000
#define RING_DOWN 24u /* samples until an impact has died away */
#define TURN 65536u

static struct {
  uint32_t windows;
  uint32_t phase;        /* of the shaft, 65,536 a turn */
  uint32_t impact_phase; /* of the bearing */
  uint32_t since_impact;
  uint32_t random;
  int64_t next_ms;
} machine;

static const int16_t QUARTER[17] = {0,    321,  639,  951,  1254, 1545, 1820, 2079, 2317,
                                    2533, 2725, 2890, 3028, 3137, 3214, 3261, 3277};

/* Sine of a turn of 65,536, times 3,277: about an eighth of an amplitude of 2^15. */
static int32_t sine(uint32_t phase)
{
  const uint32_t step = phase % TURN / (TURN / 64);
  const uint32_t in_half = step % 32;
  const int32_t value = QUARTER[in_half <= 16 ? in_half : 32 - in_half];
  return step < 32 ? value : -value;
}

static int32_t noise(void)
{
  machine.random = machine.random * 1664525u + 1013904223u;
  return (int32_t)(machine.random >> 16) % (2 * NOISE + 1) - NOISE;
}

static int32_t impact(int32_t strength)
{
  if (machine.since_impact >= RING_DOWN) return 0;
  const int32_t left = (int32_t)(RING_DOWN - machine.since_impact);
  const int32_t size = strength * left / (int32_t)RING_DOWN;
  return machine.since_impact % 4 < 2 ? size : -size;
}

static int16_t next_sample(uint32_t rate_hz, int32_t strength)
{
  const uint32_t step = SHAFT_HZ * TURN / rate_hz;
  machine.phase += step;
  machine.impact_phase += step * IMPACTS_PER_TURN / 1000u;
  machine.since_impact++;
  if (machine.impact_phase >= TURN) {
    machine.impact_phase -= TURN;
    machine.since_impact = 0;
  }
  return (int16_t)(sine(machine.phase) * IMBALANCE / 3277 + noise() + impact(strength));
}

static void begin(const struct sensor_site *site)
{
  (void)site;
  machine.random = 1;
  machine.since_impact = RING_DOWN;
}

static bool poll_machine(const struct sensor_site *site, struct window *window)
{
  const uint32_t rate = site->sample_rate_hz > 2 * SHAFT_HZ ? site->sample_rate_hz : 2 * SHAFT_HZ;
  if (site->unix_ms == 0) return false;
  if (machine.next_ms == 0) machine.next_ms = site->unix_ms;
  const int64_t length_ms = (int64_t)site->window_samples * 1000 / rate;
  if (site->unix_ms < machine.next_ms + length_ms) return false;
  /* What was missed while the processor was busy is gone, as it would be from a real sensor. */
  if (site->unix_ms > machine.next_ms + 2 * length_ms) machine.next_ms = site->unix_ms - length_ms;
  window->time_ms = machine.next_ms;
  window->sample_rate_hz = (float)rate;
  window->channel = 0;
  window->count = site->window_samples;
  const uint32_t age = machine.windows++ % SIMULATED_LIFE_WINDOWS;
  const int32_t strength = (int32_t)(age * age / SIMULATED_LIFE_WINDOWS) * IMPACT / (int32_t)SIMULATED_LIFE_WINDOWS;
  for (uint16_t i = 0; i < window->count; i++) window->samples[i] = next_sample(rate, strength);
  machine.next_ms += length_ms > 0 ? length_ms : 1;
  return true;
}

static void done(const struct window *window, enum sensor_verdict verdict)
{
  (void)window;
  (void)verdict;
}

const struct sensor_source simulated_source = {begin, poll_machine, done};
