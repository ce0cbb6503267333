#ifndef FETTLE_SIMULATED_H
#define FETTLE_SIMULATED_H

#include "sensor/sensor.h"

/*
 * A machine that nobody has to connect: a shaft with an imbalance, noise, and a bearing whose outer race wears, so that impacts
 * grow from nothing over SIMULATED_LIFE_WINDOWS windows and begin anew. The same in every run. Windows follow each other without
 * a gap, as fast as their samples would come; none before the time is known.
 */
#define SIMULATED_LIFE_WINDOWS 512u

extern const struct sensor_source simulated_source;

#endif
