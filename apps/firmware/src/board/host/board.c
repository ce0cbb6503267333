/*
 * The firmware as a process of the developer's machine, for tests under sanitizers: pipes are TCP connections that come back
 * by themselves, flash is a file, a reset starts the process anew. As on the emulated board, bytes written while nothing is
 * connected are lost without a word.
 */
#define _POSIX_C_SOURCE 200809L
#include "board/board.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "board/host/pipes.h"
#include "store/flash-map.h"

#define TARGET_HOST 255u
#define MODEL_MEMORY_BYTES 16384u

/* The linker's names for the ends of the section. */
extern uint8_t __start_noinit[], __stop_noinit[];

static enum board_start reason = BOARD_POWER_ON;
static uint8_t *flash_memory;
static struct timespec began;

static const char *setting(const char *name)
{
  const char *value = getenv(name);
  if (value != NULL) return value;
  fprintf(stderr, "%s is not set\n", name);
  exit(2);
}

/* Beside the flash: what memory held when the program reset itself. */
static FILE *open_noinit(const char *mode)
{
  char path[512];
  (void)snprintf(path, sizeof path, "%s.noinit", setting("FETTLE_FLASH"));
  FILE *file = fopen(path, mode);
  if (file != NULL && mode[0] == 'r') (void)unlink(path);
  return file;
}

static void restore_noinit(void)
{
  FILE *file = open_noinit("rb");
  uint8_t note;
  if (file == NULL) return;
  const size_t size = (size_t)(__stop_noinit - __start_noinit);
  if (fread(&note, 1, 1, file) == 1 && fread(__start_noinit, 1, size, file) == size) reason = (enum board_start)note;
  (void)fclose(file);
}

void board_reset(enum board_start why)
{
  const uint8_t note = (uint8_t)why;
  FILE *file = open_noinit("wb");
  if (file != NULL) {
    (void)fwrite(&note, 1, 1, file);
    (void)fwrite(__start_noinit, 1, (size_t)(__stop_noinit - __start_noinit), file);
    (void)fclose(file);
  }
  char name[] = "firmware";
  char *const arguments[] = {name, NULL};
  (void)execv("/proc/self/exe", arguments);
  exit(3);
}

void board_begin(void)
{
  const int file = open(setting("FETTLE_FLASH"), O_RDWR | O_CREAT, 0600);
  if (file < 0 || ftruncate(file, MAP_BYTES) != 0) exit(2);
  flash_memory = mmap(NULL, MAP_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (flash_memory == MAP_FAILED) exit(2);
  (void)close(file);
  restore_noinit();
  (void)clock_gettime(CLOCK_MONOTONIC, &began);
  pipe_begin(BOARD_NET, setting("FETTLE_NET_PORT"));
  pipe_begin(BOARD_FEED, setting("FETTLE_FEED_PORT"));
}

enum board_start board_start(void)
{
  return reason;
}

uint64_t board_now_ms(void)
{
  struct timespec now;
  (void)clock_gettime(CLOCK_MONOTONIC, &now);
  const long long ms = (long long)(now.tv_sec - began.tv_sec) * 1000 + (now.tv_nsec - began.tv_nsec) / 1000000;
  return (uint64_t)ms;
}

size_t board_read(enum board_pipe pipe, uint8_t *out, size_t capacity)
{
  return pipe_read(pipe, out, capacity);
}

size_t board_write(enum board_pipe pipe, const uint8_t *bytes, size_t size)
{
  return pipe_write(pipe, bytes, size);
}

void board_sleep(void)
{
  pipes_wait();
}

void board_light(bool on)
{
  fprintf(stderr, "light %s\n", on ? "on" : "off");
}

void board_feed_watchdog(void)
{
}

static bool program(void *context, uint32_t offset, const void *bytes, size_t size)
{
  const uint8_t *from = bytes;
  (void)context;
  if (offset % 4 != 0 || size % 4 != 0 || offset > MAP_BYTES || size > MAP_BYTES - offset) return false;
  for (size_t i = 0; i < size; i++) flash_memory[offset + i] &= from[i];
  return true;
}

static bool erase(void *context, uint32_t offset)
{
  (void)context;
  if (offset % FLASH_SECTOR != 0 || offset >= MAP_BYTES) return false;
  memset(flash_memory + offset, 0xff, FLASH_SECTOR);
  return true;
}

const struct flash *board_flash(void)
{
  static struct flash flash = {NULL, NULL, program, erase};
  flash.memory = flash_memory;
  return &flash;
}

uint32_t board_stack_peak(void)
{
  return 0;
}

uint8_t *board_model_memory(uint32_t *size)
{
  static uint8_t memory[MODEL_MEMORY_BYTES] __attribute__((aligned(8)));
  *size = sizeof memory;
  return memory;
}

uint32_t board_package_target(void)
{
  return TARGET_HOST;
}
