/*
 * Model slots: receives signed packages in chunks, verifies, tries and swaps them, and falls back. At any moment, also between
 * any two writes to flash, exactly one model is the active one and it was verified: a power cut costs at most one sector of
 * download. See README.md beside this file.
 */
#ifndef FETTLE_UPDATE_H
#define FETTLE_UPDATE_H

#include <stddef.h>
#include <stdint.h>
#include "model_image.h"

#define UPDATE_ID_BYTES 16u

/* What the update needs of the board. Offsets are in bytes from the start of the update's flash region. */
struct update_port {
  void *context;
  const uint8_t *flash;        /* the region as memory: read, and executed, in place */
  uint32_t slot_bytes;         /* size of each of the two slots, a multiple of the sector */
  /* Sets bits of an erased sector: words of four bytes, offset a multiple of four. False: the write did not hold. */
  int (*program)(void *context, uint32_t offset, const uint8_t *bytes, uint32_t count);
  /* Brings the sector at offset to all ones. */
  int (*erase)(void *context, uint32_t offset);
  /*
   * A JSON object for the status topic, QoS 1. One that lasts is the end of an installation: it must arrive, whatever becomes of
   * the line and of this start. Another is of worth now or not at all; 0: it could not be sent.
   */
  int (*publish_status)(void *context, const char *json, int lasts);
  /* Feeds the watchdog for work of known length, and restarts it. */
  void (*feed_watchdog)(void *context);
  /* Starts the device again. Returns only on a host. */
  void (*reset)(void *context);
  const uint8_t *public_key;   /* Ed25519, 32 bytes: who may sign models for this device */
  uint32_t target;             /* PACKAGE_TARGETS of libs/model-package */
  uintptr_t model_ram;         /* where images may keep their memory, and how much of it there is */
  uint32_t model_ram_bytes;
};

#define UPDATE_SECTOR_BYTES 4096u
/* Journal in two sectors, then slot A, then slot B. */
#define UPDATE_REGION_BYTES(slot_bytes) (2u * UPDATE_SECTOR_BYTES + 2u * (slot_bytes))

/* Reads the journal, counts this start where a model is on trial, and falls back from one that did not come through. */
void update_begin(const struct update_port *port);

/* The platform offers a package: asks for it unless it is here, was refused, or cannot fit. */
void update_on_install(const uint8_t id[UPDATE_ID_BYTES], uint32_t total_bytes);

/* A message of the models topic. Anything that is not the chunk expected next is ignored, and asked for again in time. */
void update_on_chunk(const uint8_t *message, size_t size);

/* The line is up (again): says how far a trial is, asks on where a download stopped. */
void update_on_connected(void);

/* Call often, and only where the active model is not running: verifies, tries and swaps in steps of bounded time. */
void update_poll(uint32_t now_ms);

/* The application ran the active model once and its watchdog is content: enough of these end a trial. */
void update_model_ran(void);

/* The image to run, or NULL where the built-in model is to be used. Changes only within update_begin and update_poll. */
const struct model_image *update_active_image(void);

/* 'a', 'b', or '-' for the built-in model. */
char update_active_slot(void);

/* 16 bytes that name the active package; all zero with the built-in model. */
const uint8_t *update_active_id(void);

#endif
