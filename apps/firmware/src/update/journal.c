#include "journal.h"
#include <string.h>

struct record {
  struct update_state state;
  uint32_t check;
};

#define RECORD_BYTES ((uint32_t)sizeof(struct record))
#define RECORDS_PER_SECTOR (UPDATE_SECTOR_BYTES / RECORD_BYTES)

/* CRC-32/ISO-HDLC; no table, since it is used a few times an hour. */
static uint32_t check_of(const struct update_state *state)
{
  const uint8_t *bytes = (const uint8_t *)state;
  uint32_t crc = 0xffffffffu;
  for (size_t i = 0; i < sizeof *state; i++) {
    crc ^= bytes[i];
    for (unsigned bit = 0; bit < 8u; bit++) {
      crc = crc >> 1 ^ ((crc & 1u) != 0u ? 0xedb88320u : 0u);
    }
  }
  return ~crc;
}

static uint32_t offset_of(uint32_t sector, uint32_t place)
{
  return sector * UPDATE_SECTOR_BYTES + place * RECORD_BYTES;
}

static int is_blank(const struct update_port *port, uint32_t offset)
{
  for (uint32_t i = 0; i < RECORD_BYTES; i++) {
    if (port->flash[offset + i] != 0xffu) {
      return 0;
    }
  }
  return 1;
}

/* Finds the newest record; its sector, or 0 where there is none. */
static uint32_t newest(const struct update_port *port, struct update_state *state)
{
  uint32_t found = 0;
  memset(state, 0, sizeof *state);
  for (uint32_t sector = 0; sector < 2u; sector++) {
    for (uint32_t place = 0; place < RECORDS_PER_SECTOR; place++) {
      struct record record;
      memcpy(&record, port->flash + offset_of(sector, place), sizeof record);
      if (record.check == check_of(&record.state) && record.state.generation > state->generation) {
        *state = record.state;
        found = sector;
      }
    }
  }
  return found;
}

void journal_read(const struct update_port *port, struct update_state *state)
{
  (void)newest(port, state);
}

static int write_at(const struct update_port *port, uint32_t offset, const struct record *record)
{
  return port->program(port->context, offset, (const uint8_t *)record, RECORD_BYTES) &&
         memcmp(port->flash + offset, record, sizeof *record) == 0;
}

int journal_write(const struct update_port *port, struct update_state *state)
{
  struct update_state before;
  const uint32_t sector = newest(port, &before);
  struct record record;
  memset(&record, 0, sizeof record);
  record.state = *state;
  record.state.generation = before.generation + 1u;
  record.check = check_of(&record.state);
  for (uint32_t place = 0; place < RECORDS_PER_SECTOR; place++) {
    /* A record that failed to hold is left behind: its place is no longer blank. */
    if (is_blank(port, offset_of(sector, place)) && write_at(port, offset_of(sector, place), &record)) {
      state->generation = record.state.generation;
      return 1;
    }
  }
  const uint32_t other = 1u - sector;
  if (port->erase(port->context, other * UPDATE_SECTOR_BYTES) && write_at(port, offset_of(other, 0), &record)) {
    state->generation = record.state.generation;
    return 1;
  }
  return 0;
}
