#ifndef FETTLE_FLASH_MAP_H
#define FETTLE_FLASH_MAP_H

#include "store/flash.h"

/* Who owns which bytes of the data flash; the same on every board. README.md shows it as a table. */
#define MAP_PROVISIONING 0x00000u
#define MAP_SETTINGS 0x01000u
#define MAP_SETTINGS_SECTORS 2u
#define MAP_OUTBOX 0x04000u
#define MAP_OUTBOX_SECTORS 16u
#define MAP_UPDATE 0x20000u
#define MAP_SLOT_BYTES 0x20000u
#define MAP_BYTES 0x80000u

#endif
