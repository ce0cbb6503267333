#ifndef FETTLE_OUTBOX_H
#define FETTLE_OUTBOX_H

#include "store/flash.h"

/* What a message is, hence which topic it goes to. */
enum outbox_kind { OUTBOX_FRAME = 1, OUTBOX_STATUS = 2, OUTBOX_EVENT = 3 };

/* A message in flash, not acknowledged yet. Its bytes never change. */
struct outbox_record {
  enum outbox_kind kind;
  uint32_t number; /* counts messages over the device's whole life */
  uint32_t address;
  uint16_t length;
  const uint8_t *payload;
};

/* Where a reader is; all zero is the beginning. */
struct outbox_cursor {
  uint32_t sequence;
  uint32_t offset;
};

/*
 * Messages on their way out, in a ring of blocks of flash, each of as many sectors as the longest message needs: what was
 * added whole comes out again, oldest first, with the same bytes, over any number of resets and power cuts, until it is
 * acknowledged. When the ring is full the oldest block gives way, and what was lost is counted. A torn write is as if it had
 * not been begun. Blocks of another size are not recognised.
 */
struct outbox {
  struct flash flash;
  uint32_t blocks;
  uint32_t block_bytes;
  uint32_t newest;      /* sequence of the block being written; 0: none yet */
  uint32_t write_at;    /* offset in it */
  uint32_t oldest;      /* sequence of the oldest block that may hold something to send */
  uint32_t next_number;
  uint32_t last_result; /* of the newest message */
  uint32_t dropped;     /* messages that gave way since the start */
};

/* What a block needs beside a message: its own head and the message's. */
#define OUTBOX_HEADS 32u

/* So many sectors of the flash, in blocks of so many. */
void outbox_mount(struct outbox *outbox, const struct flash *flash, uint32_t sectors, uint32_t sectors_of_block);

/* A piece of a message; messages come in pieces so that nobody copies them together first. */
struct outbox_piece {
  const void *bytes;
  size_t size;
};

/*
 * `last_result` is the newest result that it or one before it carries. False if it cannot fit in a block or the flash failed:
 * then it is as if never called.
 */
bool outbox_add(struct outbox *outbox, enum outbox_kind kind, uint32_t last_result, const struct outbox_piece *pieces,
                size_t count);

/* The next message not acknowledged at or after the cursor, which moves past it. A cursor that was overtaken begins anew. */
bool outbox_next(const struct outbox *outbox, struct outbox_cursor *cursor, struct outbox_record *record);

/* The message is never seen again. Of messages already gone nothing happens. */
void outbox_acknowledge(struct outbox *outbox, uint32_t address, uint32_t number);

/* Sectors that can be filled before anything gives way. */
uint32_t outbox_free_sectors(const struct outbox *outbox);

#endif
