/*
 * The update on a flash that loses power, beside a platform that answers. `images` writes the models that the packages are made
 * of; `run FILE...` plays every scenario and says how many cuts it survived.
 */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "frame/crc16.h"
#include "update/update.h"

#define SLOT_BYTES 16384u
#define IMAGE_BYTES 5120u
#define WINDOW 4u
#define FOREVER 1000000000

#define REQUIRE(condition, what) require((condition) != 0, what, __LINE__)

static void require(int holds, const char *what, int line)
{
  if (!holds) {
    printf("line %d: %s\n", line, what);
    exit(1);
  }
}

/* --- models ----------------------------------------------------------------------------------------------------------- */

static jmp_buf watchdog;
static const int16_t TEST_WINDOW[WINDOW] = {1, 2, 3, 4};
static const int16_t LIVE_WINDOW[WINDOW] = {9, 9, 9, 9};
static const struct model_signal SIGNAL = {7, 2, -3};
static int begun;

static void begin(void)
{
  begun = 1;
}

static void run_times(const int16_t *window, struct model_result *result, int32_t factor)
{
  REQUIRE(begun, "a model ran before its memory was cleared");
  result->scores[0] = 0;
  for (unsigned i = 0; i < WINDOW; i++) {
    result->scores[0] += window[i] * factor;
  }
  result->raw[0] = (int8_t)(result->scores[0] % 100);
}

static void run_one(const int16_t *window, struct model_result *result)
{
  run_times(window, result, 1);
}

static void run_two(const int16_t *window, struct model_result *result)
{
  run_times(window, result, 2);
}

/* Passes its test and hangs on what the world brings. */
static void run_hanging(const int16_t *window, struct model_result *result)
{
  if (window[0] == LIVE_WINDOW[0]) {
    longjmp(watchdog, 1);
  }
  run_times(window, result, 3);
}

static const struct model_result RESULTS[4] = {
    {.scores = {10}, .raw = {10}}, {.scores = {20}, .raw = {20}}, {.scores = {30}, .raw = {30}}, {.scores = {11}, .raw = {10}}};

static void write_image(const char *name, uint32_t version, void (*run)(const int16_t *, struct model_result *),
                        const struct model_result *result)
{
  static uint8_t bytes[IMAGE_BYTES];
  struct model_image image;
  memset(&image, 0, sizeof image);
  image.magic = MODEL_IMAGE_MAGIC;
  image.abi = MODEL_IMAGE_ABI;
  image.image_bytes = IMAGE_BYTES;
  memcpy(image.name, name, strlen(name));
  image.version = version;
  image.window_samples = WINDOW;
  image.score_count = 1;
  image.score_signals = &SIGNAL;
  image.begin = begin;
  image.run = run;
  image.test_window = TEST_WINDOW;
  image.test_result = result;
  for (uint32_t i = 0; i < IMAGE_BYTES; i++) {
    bytes[i] = (uint8_t)(i * 167u + version);
  }
  memcpy(bytes, &image, sizeof image);
  REQUIRE(fwrite(bytes, 1, sizeof bytes, stdout) == sizeof bytes, "image not written");
}

/* On a host an image's pointers lead into this program; where they must lead on a device is model_image.c's own test. */
int model_image_is_sound(const struct model_image *image, const uint8_t *end, uintptr_t ram, uint32_t ram_bytes)
{
  (void)ram;
  (void)ram_bytes;
  return image->magic == MODEL_IMAGE_MAGIC && (const uint8_t *)image + image->image_bytes == end;
}

/* --- flash that loses power --------------------------------------------------------------------------------------------- */

static _Alignas(8) uint8_t flash[UPDATE_REGION_BYTES(SLOT_BYTES)];
static uint8_t before[sizeof flash];
static jmp_buf power;
static long writes_left;
static int flash_refuses;
static uint32_t chance;

static uint32_t next_chance(void)
{
  chance = chance * 1664525u + 1013904223u;
  return chance >> 8;
}

static void spend(void)
{
  if (writes_left-- == 0) {
    longjmp(power, 1);
  }
}

static int program(void *context, uint32_t offset, const uint8_t *bytes, uint32_t count)
{
  (void)context;
  REQUIRE(offset % 4u == 0u && count % 4u == 0u && offset + count <= sizeof flash, "a write out of bounds");
  for (uint32_t i = 0; i < count && !flash_refuses; i += 4u) {
    for (uint32_t j = 0; j < 4u; j++) { /* cut within the word: some of its bits hold */
      const uint8_t hold = writes_left == 0 ? (uint8_t)next_chance() : 0u;
      flash[offset + i + j] &= (uint8_t)(bytes[i + j] | hold);
    }
    spend();
  }
  return !flash_refuses;
}

static int erase(void *context, uint32_t offset)
{
  (void)context;
  REQUIRE(offset % UPDATE_SECTOR_BYTES == 0u && offset < sizeof flash, "an erasure out of bounds");
  for (uint32_t i = 0; i < UPDATE_SECTOR_BYTES && !flash_refuses; i++) {
    flash[offset + i] |= writes_left == 0 ? (uint8_t)next_chance() : 0xffu;
  }
  spend();
  return !flash_refuses;
}

/* --- the platform's side ------------------------------------------------------------------------------------------------ */

struct file {
  uint8_t bytes[PACKAGE_FILE_BYTES];
  uint8_t id[UPDATE_ID_BYTES];
};

static struct file files[8];
static const struct file *offered;
static uint32_t asked_offset, asked_count;
static char said[4096]; /* every state of one life */
static int restarts;

static int publish(void *context, const char *json, int lasts)
{
  (void)context;
  const int is_end = strstr(json, "active") != NULL || strstr(json, "rejected") != NULL || strstr(json, "fell_back") != NULL;
  REQUIRE(lasts == is_end, json);
  if (strstr(json, "\"chunk\"") != NULL) {
    REQUIRE(sscanf(strstr(json, "\"offset\":"), "\"offset\":%u,\"count\":%u", &asked_offset, &asked_count) == 2, json);
  } else {
    const size_t length = strlen(said);
    snprintf(said + length, sizeof said - length, "%s", json);
  }
  return 1;
}

static void feed(void *context)
{
  (void)context;
}

static const uint8_t PUBLIC_KEY[32] = {PUBLIC_KEY_BYTES};
static const struct update_port PORT = {.flash = flash,
                                        .slot_bytes = SLOT_BYTES,
                                        .program = program,
                                        .erase = erase,
                                        .publish_status = publish,
                                        .feed_watchdog = feed,
                                        .reset = feed,
                                        .public_key = PUBLIC_KEY,
                                        .target = 255};

static size_t chunk_at(uint8_t *message, uint32_t offset)
{
  const uint32_t left = (uint32_t)sizeof offered->bytes - offset;
  const uint32_t count = left < 1024u ? left : 1024u;
  const uint32_t numbers[2] = {(uint32_t)sizeof offered->bytes, offset};
  message[0] = 1;
  message[1] = 1;
  memcpy(message + 2, offered->id, UPDATE_ID_BYTES);
  memcpy(message + 18, numbers, 8);
  message[26] = (uint8_t)count;
  message[27] = (uint8_t)(count >> 8);
  memcpy(message + 28, offered->bytes + offset, count);
  const uint16_t crc = crc16(CRC16_START, message, 28u + count);
  message[28u + count] = (uint8_t)(crc >> 8);
  message[29u + count] = (uint8_t)crc;
  return 30u + count;
}

/* Sends what was asked for, now and then with a fault on the line: lost, damaged, twice, out of turn. */
static void answer(int faults)
{
  static uint8_t message[1100];
  for (; asked_count > 0u && asked_offset < sizeof offered->bytes; asked_count--, asked_offset += 1024u) {
    size_t size = chunk_at(message, asked_offset);
    const uint32_t fault = faults ? next_chance() % 8u : 7u;
    if (fault == 0u) {
      continue;
    }
    if (fault == 1u) {
      message[next_chance() % size] ^= (uint8_t)(1u << next_chance() % 8u);
    }
    if (fault == 2u) {
      update_on_chunk(message, size);
    }
    if (fault == 3u) {
      size = next_chance() % size;
    }
    update_on_chunk(message, size);
  }
  asked_count = 0;
}

static void run_once(void)
{
  const struct model_image *image = update_active_image();
  if (image != NULL) {
    struct model_result result;
    memset(&result, 0, sizeof result);
    image->run(LIVE_WINDOW, &result);
    REQUIRE(result.scores[0] == 36 * (int32_t)image->version, "the active model gave wrong numbers");
  }
  update_model_ran();
}

static void start(void)
{
  begun = 0;
  asked_count = 0;
  update_begin(&PORT);
  run_once();
  update_on_connected();
}

/* The device as it lives: restarts by its watchdog are part of it. */
static void live(const struct file *file, int faults)
{
  offered = file;
  restarts = 0;
  said[0] = '\0';
  if (setjmp(watchdog) != 0) {
    restarts++;
    REQUIRE(restarts < 20, "restarts for ever");
  }
  start();
  update_on_install(file->id, sizeof file->bytes);
  for (uint32_t step = 0; step < 400u; step++) {
    update_poll(step * 4000u);
    answer(faults);
    run_once();
  }
}

static uint32_t active_version(void)
{
  return update_active_image() == NULL ? 0u : update_active_image()->version;
}

/* --- scenarios ------------------------------------------------------------------------------------------------------------ */

enum { ONE, TWO, HANGING, WRONG, OLD, FOREIGN, DAMAGED, LONGER };

/* Cuts the power at each write of a swap from model one to two, then up to twice more by chance on the way back. */
static long swap_with_cuts(void)
{
  static long cuts, at; /* not in a register that longjmp forgets */
  for (at = 0;; at++) {
    memcpy(flash, before, sizeof flash);
    volatile int round = 0;
    chance = (uint32_t)at;
    writes_left = at;
    while (setjmp(power) != 0) {
      round++;
      cuts++;
      writes_left = round < 3 ? (long)(next_chance() % 3000u) : FOREVER;
    }
    if (round > 0) { /* whatever was cut, a verified model runs at once */
      if (setjmp(watchdog) != 0) {
        REQUIRE(0, "hung");
      }
      start();
      REQUIRE(active_version() == 1u || active_version() == 2u, "no verified model after a cut");
    }
    live(&files[TWO], 0);
    REQUIRE(active_version() == 2u && update_active_slot() == 'b', "the swap was not finished");
    if (round == 0) {
      return cuts;
    }
  }
}

static void refused(const struct file *file, const char *reason)
{
  memcpy(flash, before, sizeof flash);
  writes_left = FOREVER;
  live(file, 0);
  REQUIRE(active_version() == 1u && update_active_slot() == 'a', "a bad package changed the model");
  REQUIRE(strstr(said, reason) != NULL, said);
  start();
  REQUIRE(active_version() == 1u, "a bad package changed the model at the next start");
}

int main(int count, char **names)
{
  if (count == 2) {
    write_image("one", 1, run_one, &RESULTS[0]);
    write_image("two", 2, run_two, &RESULTS[1]);
    write_image("hanging", 3, run_hanging, &RESULTS[2]);
    write_image("wrong", 1, run_one, &RESULTS[3]);
    return 0;
  }
  for (int i = 2; i < count; i++) {
    FILE *file = fopen(names[i], "rb");
    REQUIRE(file != NULL && fread(files[i - 2].bytes, 1, sizeof files[0].bytes, file) == sizeof files[0].bytes &&
                fread(files[i - 2].id, 1, UPDATE_ID_BYTES, file) == UPDATE_ID_BYTES, names[i]);
    fclose(file);
  }
  memset(flash, 0xff, sizeof flash);
  writes_left = FOREVER;
  live(&files[ONE], 0);
  REQUIRE(active_version() == 1u && update_active_slot() == 'a', "the first model was not taken");
  memcpy(before, flash, sizeof flash);

  const long cuts = swap_with_cuts();
  refused(&files[HANGING], "restarted while it was on trial");
  REQUIRE(restarts == 3, "the hanging model was not tried three times");
  REQUIRE(strstr(said, "was refused before") != NULL, "the hanging model was tried again");
  refused(&files[WRONG], "other numbers");
  refused(&files[OLD], "not newer");
  refused(&files[FOREIGN], "not signed");
  refused(&files[DAMAGED], "not what was signed");
  refused(&files[LONGER], "not as long");
  flash_refuses = 1;
  refused(&files[TWO], "flash did not take it");
  flash_refuses = 0;
  for (uint32_t seed = 0; seed < 20u; seed++) { /* a bad line costs time, nothing else */
    memcpy(flash, before, sizeof flash);
    chance = seed;
    live(&files[TWO], 1);
    REQUIRE(active_version() == 2u, "a bad line stopped the download");
  }
  for (uint32_t turn = 0; turn < 200u; turn++) { /* the journal's sectors fill and are turned over */
    live(&files[turn % 2u == 0u ? HANGING : WRONG], 0);
    REQUIRE(active_version() == 2u, "refusals wore the journal out");
  }
  printf("survived %ld cuts\n", cuts);
  return 0;
}
