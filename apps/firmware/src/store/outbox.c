#include "store/outbox.h"

#include <string.h>

#include "frame/crc16.h"

/* And the sectors of a block. */
#define MAGIC 0x4f555430u
#define ERASED 0xffffffffu

static const uint32_t VOID_MAGIC = 0;

struct block_header {
  uint32_t magic;
  uint32_t sequence;
  uint32_t crc;
};

/* Written after the payload that follows it; `pending` is outside the checksum and cleared by the acknowledgement. */
struct record_header {
  uint16_t kind;
  uint16_t length;
  uint32_t number;
  uint32_t last_result;
  uint16_t payload_crc;
  uint16_t crc;
  uint32_t pending;
};

/* Refuses to compile where the heads are larger than users are told. */
typedef char heads_as_told[sizeof(struct block_header) + sizeof(struct record_header) == OUTBOX_HEADS ? 1 : -1];

static uint32_t padded(uint32_t length)
{
  return (length + 3u) & ~3u;
}

static uint32_t block_of(const struct outbox *outbox, uint32_t sequence)
{
  return sequence % outbox->blocks * outbox->block_bytes;
}

static uint32_t magic_of(const struct outbox *outbox)
{
  return MAGIC + outbox->block_bytes / FLASH_SECTOR;
}

static bool read_block(const struct outbox *outbox, uint32_t base, uint32_t *sequence)
{
  struct block_header header;
  memcpy(&header, outbox->flash.memory + base, sizeof header);
  *sequence = header.sequence;
  return header.magic == magic_of(outbox) && header.crc == crc16(CRC16_START, &header, offsetof(struct block_header, crc)) &&
         header.sequence != 0 && block_of(outbox, header.sequence) == base;
}

/* The record at an offset of a block; false where none is whole. */
static bool read_record(const struct outbox *outbox, uint32_t base, uint32_t offset, struct record_header *header)
{
  if (offset + sizeof *header > outbox->block_bytes) return false;
  memcpy(header, outbox->flash.memory + base + offset, sizeof *header);
  if (header->crc != crc16(CRC16_START, header, offsetof(struct record_header, crc))) return false;
  if (header->kind < OUTBOX_FRAME || header->kind > OUTBOX_EVENT) return false;
  return offset + sizeof *header + header->length <= outbox->block_bytes;
}

static bool is_erased(const struct outbox *outbox, uint32_t from, uint32_t to)
{
  for (uint32_t at = from; at < to; at++) {
    if (outbox->flash.memory[at] != 0xff) return false;
  }
  return true;
}

/* The offset after the block's last record; learns numbers on the way. */
static uint32_t scan_block(struct outbox *outbox, uint32_t base)
{
  struct record_header header;
  uint32_t offset = sizeof(struct block_header);
  while (read_record(outbox, base, offset, &header)) {
    if (header.number >= outbox->next_number) {
      outbox->next_number = header.number + 1;
      outbox->last_result = header.last_result;
    }
    offset += (uint32_t)sizeof header + padded(header.length);
  }
  return offset;
}

void outbox_mount(struct outbox *outbox, const struct flash *flash, uint32_t sectors, uint32_t sectors_of_block)
{
  memset(outbox, 0, sizeof *outbox);
  outbox->flash = *flash;
  outbox->blocks = sectors / sectors_of_block;
  outbox->block_bytes = sectors_of_block * FLASH_SECTOR;
  outbox->next_number = 1;
  for (uint32_t i = 0; i < outbox->blocks; i++) {
    uint32_t sequence;
    const uint32_t base = i * outbox->block_bytes;
    if (!read_block(outbox, base, &sequence)) continue;
    const uint32_t end = scan_block(outbox, base);
    if (sequence > outbox->newest) {
      outbox->newest = sequence;
      /* After a torn write the rest of the block is not used. */
      outbox->write_at = is_erased(outbox, base + end, base + outbox->block_bytes) ? end : outbox->block_bytes;
    }
    if (outbox->oldest == 0 || sequence < outbox->oldest) outbox->oldest = sequence;
  }
}

static uint32_t pending_in(const struct outbox *outbox, uint32_t base)
{
  struct record_header header;
  uint32_t count = 0;
  for (uint32_t at = sizeof(struct block_header); read_record(outbox, base, at, &header);) {
    if (header.pending == ERASED) count++;
    at += (uint32_t)sizeof header + padded(header.length);
  }
  return count;
}

/* Erases the next block of the ring, whatever it held, and begins it. */
static bool open_block(struct outbox *outbox)
{
  struct block_header header = {magic_of(outbox), outbox->newest + 1, 0};
  const uint32_t base = block_of(outbox, header.sequence);
  uint32_t previous;
  header.crc = crc16(CRC16_START, &header, offsetof(struct block_header, crc));
  if (read_block(outbox, base, &previous)) {
    outbox->dropped += pending_in(outbox, base);
    if (outbox->oldest <= previous) outbox->oldest = previous + 1;
  }
  /* An erasure that is cut short could bring acknowledged messages back: without its header nobody looks at the block. */
  if (!outbox->flash.program(outbox->flash.context, base, &VOID_MAGIC, sizeof VOID_MAGIC)) return false;
  for (uint32_t at = 0; at < outbox->block_bytes; at += FLASH_SECTOR) {
    if (!outbox->flash.erase(outbox->flash.context, base + at)) return false;
  }
  if (!outbox->flash.program(outbox->flash.context, base, &header, sizeof header)) return false;
  outbox->newest = header.sequence;
  outbox->write_at = sizeof header;
  if (outbox->oldest == 0) outbox->oldest = header.sequence;
  return true;
}

/* Programs pieces one after the other in whole words, and gives their checksum. */
static bool program_pieces(struct outbox *outbox, uint32_t at, const struct outbox_piece *pieces, size_t count,
                           uint16_t *crc)
{
  uint8_t word[4];
  size_t held = 0;
  *crc = CRC16_START;
  for (size_t p = 0; p < count; p++) {
    const uint8_t *bytes = pieces[p].bytes;
    *crc = crc16(*crc, bytes, pieces[p].size);
    for (size_t i = 0; i < pieces[p].size; i++) {
      word[held++] = bytes[i];
      if (held < sizeof word) continue;
      if (!outbox->flash.program(outbox->flash.context, at, word, sizeof word)) return false;
      at += (uint32_t)sizeof word;
      held = 0;
    }
  }
  if (held == 0) return true;
  memset(word + held, 0xff, sizeof word - held);
  return outbox->flash.program(outbox->flash.context, at, word, sizeof word);
}

bool outbox_add(struct outbox *outbox, enum outbox_kind kind, uint32_t last_result, const struct outbox_piece *pieces,
                size_t count)
{
  struct record_header header = {(uint16_t)kind, 0, outbox->next_number, last_result, 0, 0, ERASED};
  size_t length = 0;
  for (size_t p = 0; p < count; p++) length += pieces[p].size;
  if (OUTBOX_HEADS + length > outbox->block_bytes) return false;
  header.length = (uint16_t)length;
  const uint32_t whole = (uint32_t)sizeof header + padded(header.length);
  if (outbox->newest == 0 || outbox->write_at + whole > outbox->block_bytes) {
    if (!open_block(outbox)) return false;
  }
  const uint32_t at = block_of(outbox, outbox->newest) + outbox->write_at;
  outbox->write_at = outbox->block_bytes; /* until it is whole: a failure closes the block */
  if (!program_pieces(outbox, at + (uint32_t)sizeof header, pieces, count, &header.payload_crc)) return false;
  header.crc = crc16(CRC16_START, &header, offsetof(struct record_header, crc));
  if (!outbox->flash.program(outbox->flash.context, at, &header, offsetof(struct record_header, pending))) return false;
  outbox->write_at = at + whole - block_of(outbox, outbox->newest);
  outbox->next_number++;
  outbox->last_result = last_result;
  return true;
}

/* Reads on in one block. */
static bool next_in_block(const struct outbox *outbox, uint32_t base, struct outbox_cursor *cursor,
                           struct outbox_record *record)
{
  struct record_header header;
  while (read_record(outbox, base, cursor->offset, &header)) {
    const uint32_t address = base + cursor->offset;
    const uint8_t *payload = outbox->flash.memory + address + sizeof header;
    cursor->offset += (uint32_t)sizeof header + padded(header.length);
    if (header.pending != ERASED) continue;
    if (crc16(CRC16_START, payload, header.length) != header.payload_crc) continue;
    record->kind = (enum outbox_kind)header.kind;
    record->number = header.number;
    record->address = address;
    record->length = header.length;
    record->payload = payload;
    return true;
  }
  return false;
}

bool outbox_next(const struct outbox *outbox, struct outbox_cursor *cursor, struct outbox_record *record)
{
  if (outbox->newest == 0) return false;
  if (cursor->sequence < outbox->oldest) {
    cursor->sequence = outbox->oldest;
    cursor->offset = sizeof(struct block_header);
  }
  for (;;) {
    uint32_t sequence;
    const uint32_t base = block_of(outbox, cursor->sequence);
    if (read_block(outbox, base, &sequence) && sequence == cursor->sequence) {
      if (next_in_block(outbox, base, cursor, record)) return true;
    }
    if (cursor->sequence >= outbox->newest) return false;
    cursor->sequence++;
    cursor->offset = sizeof(struct block_header);
  }
}

void outbox_acknowledge(struct outbox *outbox, uint32_t address, uint32_t number)
{
  static const uint32_t acknowledged = 0;
  struct record_header header;
  const uint32_t base = address / outbox->block_bytes * outbox->block_bytes;
  if (!read_record(outbox, base, address - base, &header) || header.number != number) return;
  const uint32_t pending = address + (uint32_t)offsetof(struct record_header, pending);
  (void)outbox->flash.program(outbox->flash.context, pending, &acknowledged, sizeof acknowledged);
  while (outbox->oldest < outbox->newest && pending_in(outbox, block_of(outbox, outbox->oldest)) == 0) outbox->oldest++;
}

uint32_t outbox_free_sectors(const struct outbox *outbox)
{
  const uint32_t held = outbox->newest == 0 ? 0 : outbox->newest - outbox->oldest + 1;
  return (outbox->blocks - held) * (outbox->block_bytes / FLASH_SECTOR);
}
