#include "slot_writer.h"
#include <string.h>

uint32_t slot_offset(const struct update_port *port, uint8_t slot)
{
  return 2u * UPDATE_SECTOR_BYTES + (slot == SLOT_B ? port->slot_bytes : 0u);
}

uint32_t slot_write(const struct update_port *port, uint8_t slot, uint32_t written, const uint8_t *bytes, uint32_t count)
{
  const uint32_t offset = slot_offset(port, slot) + written;
  const uint32_t room = UPDATE_SECTOR_BYTES - written % UPDATE_SECTOR_BYTES;
  const uint32_t part = count < room ? count : room;
  if (written % UPDATE_SECTOR_BYTES == 0u && !port->erase(port->context, offset)) {
    return 0;
  }
  if (!port->program(port->context, offset, bytes, part) || memcmp(port->flash + offset, bytes, part) != 0) {
    return 0;
  }
  return written + part;
}
