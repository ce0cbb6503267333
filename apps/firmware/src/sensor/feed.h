#ifndef FETTLE_FEED_H
#define FETTLE_FEED_H

#include "sensor/sensor.h"

/*
 * Recorded samples through the second pipe. To the device, little endian but for the checksum:
 *   'F' 'W', u8 version = 1, u8 0, u16 channel, u16 count, u32 index, i64 timeMs, f32 sampleRateHz, count x i16, CRC-16
 * From the device, one answer a window and one at every start:
 *   'F' 'A', u8 version = 1, u8 verdict (enum sensor_verdict), u32 index (READY: samples a window shall have), CRC-16
 * The sender waits for the answer, and sends the window again after BAD_CHECKSUM, READY or a second of silence; one that
 * was processed already is answered OLD. Checksums as in frames, high byte first, of all before them.
 */
extern const struct sensor_source feed_source;

#endif
