#ifndef FETTLE_BOARD_H
#define FETTLE_BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/flash.h"

/*
 * What the firmware needs of the thing it runs on. One folder an implementation: the Makefile's BOARD names it.
 * Nothing here is called from interrupts but board_reset.
 */

/* Pipes of bytes to the outside. */
enum board_pipe { BOARD_NET, BOARD_FEED };

/* Why the program began. */
enum board_start { BOARD_POWER_ON, BOARD_COMMANDED, BOARD_WATCHDOG, BOARD_FAULT };

/* Memory that a reset leaves as it is and that holds anything after power on. */
#define BOARD_NOINIT __attribute__((section("noinit")))

/* Clocks, pipes, watchdog. Called once, first. */
void board_begin(void);

enum board_start board_start(void);

/* Milliseconds since the start; never goes back. */
uint64_t board_now_ms(void);

/* Bytes that have come, at most `capacity`; 0 when there are none. Never waits. */
size_t board_read(enum board_pipe pipe, uint8_t *out, size_t capacity);

/* Waits for the bytes to go out, but no longer than a second for each; returns how many did. */
size_t board_write(enum board_pipe pipe, const uint8_t *bytes, size_t size);

/* The whole data flash; store/flash-map.h says who owns what of it. */
const struct flash *board_flash(void);

/* The light by which a person finds the device. */
void board_light(bool on);

/* Without this call for BOARD_WATCHDOG_MS the board starts again, as BOARD_WATCHDOG. */
#define BOARD_WATCHDOG_MS 5000u
void board_feed_watchdog(void);

/* Sleeps until something came or ten milliseconds passed. */
void board_sleep(void);

/* Starts again, for a reason that the next start will give. Does not return. */
void board_reset(enum board_start reason) __attribute__((noreturn));

/* Most bytes of stack in use so far, or 0 where the board cannot tell. */
uint32_t board_stack_peak(void);

/* Memory of the model that runs, and its size; nobody else's. */
uint8_t *board_model_memory(uint32_t *size);

/* Which machine code it executes: the target of model packages. */
uint32_t board_package_target(void);

#endif
