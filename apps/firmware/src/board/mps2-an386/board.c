/* Clock, watchdog, light, and the data flash. */
#include "board/board.h"

#include <string.h>

#include "board/mps2-an386/registers.h"
#include "board/mps2-an386/start.h"
#include "store/flash-map.h"

#define TICK_MS 10u
#define TICK (CLOCK_HZ / 1000u * TICK_MS)

/* The board has no flash of its own: its PSRAM stands for one, with the manners of NOR. */
#define DATA_FLASH 0x21000000u
/* Code for a Cortex-M4 with its floating point unit; PACKAGE_TARGETS of libs/model-package. */
#define TARGET_CORTEX_M4 1u

extern uint8_t model_memory_begin[], model_memory_end[];

static volatile uint64_t ticks;

void timer_interrupt(void)
{
  TIMER_INTERRUPT = 1;
  ticks++;
}

void timer_begin(void)
{
  TIMER_RELOAD = TICK - 1;
  TIMER_VALUE = TICK - 1;
  TIMER_CONTROL = TIMER_ON | TIMER_INTERRUPT_ON;
  NVIC_ENABLE = 1u << IRQ_TIMER0;
}

uint64_t board_now_ms(void)
{
  for (;;) {
    const uint64_t before = ticks;
    const uint32_t value = TIMER_VALUE;
    if (before == ticks) return before * TICK_MS + (TICK - 1 - value) / (CLOCK_HZ / 1000u);
  }
}

void board_begin(void)
{
  uart_begin();
  timer_begin();
  WATCHDOG_LOCK = WATCHDOG_UNLOCKED;
  WATCHDOG_LOAD = CLOCK_HZ / 1000u * BOARD_WATCHDOG_MS;
  WATCHDOG_CONTROL = WATCHDOG_INTERRUPT_AND_RESET;
}

void board_feed_watchdog(void)
{
  WATCHDOG_CLEAR = 1;
}

void board_sleep(void)
{
  __asm__ volatile("wfi" ::: "memory");
}

void board_light(bool on)
{
  LIGHTS = on ? 1 : 0;
}

static bool program(void *context, uint32_t offset, const void *bytes, size_t size)
{
  volatile uint32_t *at = (volatile uint32_t *)(uintptr_t)(DATA_FLASH + offset);
  (void)context;
  if (offset % 4 != 0 || size % 4 != 0 || offset > MAP_BYTES || size > MAP_BYTES - offset) return false;
  for (size_t i = 0; i < size; i += 4) {
    uint32_t word;
    memcpy(&word, (const uint8_t *)bytes + i, sizeof word);
    at[i / 4] &= word;
  }
  return true;
}

static bool erase(void *context, uint32_t offset)
{
  (void)context;
  if (offset % FLASH_SECTOR != 0 || offset >= MAP_BYTES) return false;
  memset((void *)(uintptr_t)(DATA_FLASH + offset), 0xff, FLASH_SECTOR);
  return true;
}

const struct flash *board_flash(void)
{
  static const struct flash flash = {NULL, (const uint8_t *)DATA_FLASH, program, erase};
  return &flash;
}

uint8_t *board_model_memory(uint32_t *size)
{
  *size = (uint32_t)(model_memory_end - model_memory_begin);
  return model_memory_begin;
}

uint32_t board_package_target(void)
{
  return TARGET_CORTEX_M4;
}
