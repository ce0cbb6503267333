#include "store/settings.h"

#include <string.h>

#include "frame/crc16.h"

#define SECTORS 2u
#define MAGIC 0x53455431u

/* 56 bytes: 73 saves a sector. */
struct record {
  uint32_t magic;
  uint32_t revision;
  struct settings value;
  uint32_t crc;
};

static const struct settings DEFAULTS = {0, 60000, 900000, 0, SETTINGS_UNSET, SETTINGS_UNSET, SETTINGS_UNSET};

static uint32_t checksum(const struct record *record)
{
  return crc16(CRC16_START, record, offsetof(struct record, crc));
}

/* The first place of the sector from which on all is erased, or its end. */
static uint32_t free_place(const struct flash *flash, uint32_t sector)
{
  const uint32_t end = FLASH_SECTOR / sizeof(struct record) * (uint32_t)sizeof(struct record);
  const uint8_t *memory = flash->memory + sector * FLASH_SECTOR;
  uint32_t at = end;
  while (at > 0 && memory[at - 1] == 0xff) at--;
  const uint32_t size = sizeof(struct record);
  return sector * FLASH_SECTOR + (at + size - 1) / size * size;
}

static bool fits(uint32_t at)
{
  return at % FLASH_SECTOR + sizeof(struct record) <= FLASH_SECTOR && at < SECTORS * FLASH_SECTOR;
}

void settings_load(struct settings_store *store, const struct flash *flash)
{
  store->flash = *flash;
  store->value = DEFAULTS;
  store->revision = 0;
  uint32_t newest_sector = 0;
  for (uint32_t sector = 0; sector < SECTORS; sector++) {
    for (uint32_t at = sector * FLASH_SECTOR; at / FLASH_SECTOR == sector && fits(at); at += sizeof(struct record)) {
      struct record record;
      memcpy(&record, flash->memory + at, sizeof record);
      const bool sound = record.magic == MAGIC && record.crc == checksum(&record);
      if (!sound || record.revision <= store->revision) continue;
      store->revision = record.revision;
      store->value = record.value;
      newest_sector = sector;
    }
  }
  store->at = free_place(flash, newest_sector);
}

static bool write_at(struct settings_store *store, const struct record *record)
{
  const uint32_t at = store->at;
  store->at += sizeof *record;
  if (!store->flash.program(store->flash.context, at, record, sizeof *record)) return false;
  return memcmp(store->flash.memory + at, record, sizeof *record) == 0;
}

bool settings_save(struct settings_store *store)
{
  struct record record;
  memset(&record, 0, sizeof record);
  record.magic = MAGIC;
  record.revision = ++store->revision;
  record.value = store->value;
  record.crc = checksum(&record);
  if (fits(store->at) && write_at(store, &record)) return true;
  /* The sector is full, or was never erased: the other one takes over; this one keeps the last good record until then. */
  const uint32_t other = (store->at - 1) / FLASH_SECTOR == 0 ? FLASH_SECTOR : 0;
  store->at = other;
  if (!store->flash.erase(store->flash.context, other)) return false;
  return write_at(store, &record);
}
