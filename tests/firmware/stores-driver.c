/*
 * The firmware's stores on a flash whose power can fail at any word, against a script on stdin, one step a line:
 *   wipe B            flash of bytes B, memory of nothing: a new device, whose outbox has blocks of one sector
 *   blocks N          the outbox has blocks of so many sectors from the next start on
 *   cut N             power fails with the Nth word from now: some of its bits are set, and nothing is written any more
 *   start             power is on again: everything is mounted, memory that survives a reset is as it is
 *   tear SEED         of the bytes of surviving memory changed since `mark`, some are as they were then
 *   mark
 *   add KIND HEX, ack NUMBER, list            the outbox
 *   save BOOT, boot                           settings
 *   begin COLUMNS, result TIME, results, send COUNT   results, of which the outbox carries those that were sent
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/outbox.h"
#include "store/results.h"
#include "store/settings.h"

#define BLOCKS 4u
#define MOST_SECTORS_OF_BLOCK 2u
#define OUTBOX_AT (2u * FLASH_SECTOR)
#define BYTES (OUTBOX_AT + BLOCKS * MOST_SECTORS_OF_BLOCK * FLASH_SECTOR)
#define MOST 8192u

static uint8_t memory[BYTES];
static long words_left = -1; /* until the cut; -1: no cut is due */
static bool dead;
static uint32_t sectors_of_block = 1;
static struct outbox outbox;
static struct settings_store settings;
static struct results results, marked;

/* Whether this word can still be written whole. */
static bool has_power(void)
{
  if (dead) return false;
  if (words_left < 0) return true;
  return --words_left > 0;
}

static bool program_at(uint32_t offset, const uint8_t *bytes, size_t size)
{
  if (offset % 4 != 0 || size % 4 != 0) exit(4);
  for (size_t i = 0; i < size; i += 4) {
    const bool whole = has_power();
    if (dead) return false;
    for (size_t b = 0; b < 4; b++) memory[offset + i + b] &= (uint8_t)(bytes[i + b] | (whole ? 0 : 0x5a));
    if (!whole) dead = true;
    if (dead) return false;
  }
  return true;
}

static bool erase_at(uint32_t offset)
{
  const bool whole = has_power();
  if (dead) return false;
  memset(memory + offset, 0xff, whole ? FLASH_SECTOR : FLASH_SECTOR / 3);
  dead = !whole;
  return whole;
}

static bool program_settings(void *context, uint32_t offset, const void *bytes, size_t size)
{
  (void)context;
  return program_at(offset, bytes, size);
}

static bool erase_settings(void *context, uint32_t offset)
{
  (void)context;
  return erase_at(offset);
}

static bool program_outbox(void *context, uint32_t offset, const void *bytes, size_t size)
{
  (void)context;
  return program_at(OUTBOX_AT + offset, bytes, size);
}

static bool erase_outbox(void *context, uint32_t offset)
{
  (void)context;
  return erase_at(OUTBOX_AT + offset);
}

static void start(void)
{
  const struct flash for_settings = {NULL, memory, program_settings, erase_settings};
  const struct flash for_outbox = {NULL, memory + OUTBOX_AT, program_outbox, erase_outbox};
  dead = false;
  words_left = -1;
  settings_load(&settings, &for_settings);
  outbox_mount(&outbox, &for_outbox, BLOCKS * sectors_of_block, sectors_of_block);
  results_open(&results, outbox.last_result);
}

static void tear(uint32_t seed)
{
  uint8_t *now = (uint8_t *)&results;
  const uint8_t *then = (const uint8_t *)&marked;
  const uint32_t eighths = seed % 9; /* from nothing to everything */
  for (size_t i = 0; i + 4 <= sizeof results; i += 4) {
    seed = seed * 1664525u + 1013904223u;
    if ((seed >> 24) % 8 < eighths) memcpy(now + i, then + i, 4);
  }
}

static void add(const char *line)
{
  static uint8_t bytes[MOST];
  size_t size = 0;
  unsigned kind;
  int at = 0;
  if (sscanf(line, "add %u %n", &kind, &at) < 1) exit(4);
  for (const char *digit = line + at; digit[0] > ' ' && digit[1] > ' '; digit += 2) {
    const char pair[3] = {digit[0], digit[1], '\0'};
    bytes[size++] = (uint8_t)strtoul(pair, NULL, 16);
  }
  /* In two pieces, neither of whole words. */
  const size_t first = size / 3;
  const struct outbox_piece pieces[] = {{bytes, first}, {bytes + first, size - first}};
  const bool done = outbox_add(&outbox, (enum outbox_kind)kind, outbox.last_result, pieces, 2);
  printf("%s\n", done ? "added" : "not added");
}

static void acknowledge(uint32_t number)
{
  struct outbox_cursor cursor = {0, 0};
  struct outbox_record record;
  while (outbox_next(&outbox, &cursor, &record)) {
    if (record.number == number) outbox_acknowledge(&outbox, record.address, number);
  }
}

static void list(void)
{
  struct outbox_cursor cursor = {0, 0};
  struct outbox_record record;
  printf("dropped %" PRIu32, outbox.dropped);
  while (outbox_next(&outbox, &cursor, &record)) {
    printf(" %" PRIu32 ":", record.number);
    for (size_t i = 0; i < record.length; i++) printf("%02x", record.payload[i]);
  }
  printf("\n");
}

/* A result's numbers follow from its time, so that a mixture of two is seen. */
static void result(int64_t time)
{
  int32_t numbers[RESULTS_MOST_COLUMNS];
  for (int32_t c = 0; c < (int32_t)RESULTS_MOST_COLUMNS; c++) numbers[c] = (int32_t)time * 7 + c;
  printf("%s\n", results_add(&results, time, numbers) ? "kept" : "full");
}

static void say_results(void)
{
  printf("results");
  for (uint32_t i = 0; i < results.count; i++) {
    const int64_t time = results_time(&results, i);
    for (uint32_t c = 0; c < results.column_count; c++) {
      if (results_number(&results, c, i) != (int32_t)time * 7 + (int32_t)c) printf(" wrong");
    }
    printf(" %" PRId64, time);
  }
  printf("\n");
}

static void send(uint32_t count)
{
  const uint8_t bytes[4] = {1, 2, 3, 4};
  const struct outbox_piece piece = {bytes, sizeof bytes};
  if (outbox_add(&outbox, OUTBOX_FRAME, results_last_of(&results, count), &piece, 1)) results_drop(&results, count);
}

static void begin(uint32_t count)
{
  struct frame_column columns[RESULTS_MOST_COLUMNS];
  memset(columns, 0, sizeof columns);
  for (uint32_t i = 0; i < count; i++) columns[i].signal_id = i + 1;
  results_begin(&results, columns, count);
}

static void step(const char *line)
{
  unsigned long value = 0;
  char word[16] = "";
  (void)sscanf(line, "%15s %lu", word, &value);
  if (strcmp(word, "wipe") == 0) {
    memset(memory, (int)value, sizeof memory);
    memset(&results, 0x5a, sizeof results);
    sectors_of_block = 1;
    start();
  }
  if (strcmp(word, "blocks") == 0) sectors_of_block = (uint32_t)value;
  if (strcmp(word, "cut") == 0) words_left = (long)value;
  if (strcmp(word, "start") == 0) start();
  if (strcmp(word, "mark") == 0) marked = results;
  if (strcmp(word, "tear") == 0) tear((uint32_t)value);
  if (strcmp(word, "add") == 0) add(line);
  if (strcmp(word, "ack") == 0) acknowledge((uint32_t)value);
  if (strcmp(word, "list") == 0) list();
  if (strcmp(word, "boot") == 0) printf("boot %" PRIu32 "\n", settings.value.boot_id);
  if (strcmp(word, "begin") == 0) begin((uint32_t)value);
  if (strcmp(word, "result") == 0) result((int64_t)value);
  if (strcmp(word, "results") == 0) say_results();
  if (strcmp(word, "send") == 0) send((uint32_t)value);
  if (strcmp(word, "save") == 0) {
    settings.value.boot_id = (uint32_t)value;
    printf("%s\n", settings_save(&settings) ? "saved" : "not saved");
  }
}

int main(void)
{
  static char line[2 * MOST + 32];
  while (fgets(line, sizeof line, stdin) != NULL) step(line);
  return 0;
}
