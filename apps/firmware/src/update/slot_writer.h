/* Writes a package into a slot as it comes: whole words, erased sector by sector just ahead. */
#ifndef FETTLE_SLOT_WRITER_H
#define FETTLE_SLOT_WRITER_H

#include "journal.h"

/* Offset in the update's region where a slot begins. */
uint32_t slot_offset(const struct update_port *port, uint8_t slot);

/*
 * Programs bytes behind the first `written` of the slot and gives how many of the slot are written then; stops short where
 * a sector or the bytes end. `count` is a multiple of four. 0: flash did not hold them.
 */
uint32_t slot_write(const struct update_port *port, uint8_t slot, uint32_t written, const uint8_t *bytes, uint32_t count);

#endif
