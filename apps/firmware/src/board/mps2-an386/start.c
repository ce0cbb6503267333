/* From reset to main: memory, floating point, vectors, and what is done when the program is beyond help. */
#include <string.h>

#include "board/board.h"
#include "board/mps2-an386/registers.h"
#include "board/mps2-an386/start.h"

/* Ends of sections, from the linker script. */
extern uint32_t data_source[], data_begin[], data_end[], bss_begin[], bss_end[], stack_bottom[], stack_top[];

#define PAINT 0xa5c3a5c3u
#define VECTORS 32

int main(void);

/* Survives resets; anything else in it means that power was off. */
static BOARD_NOINIT uint32_t reset_note[2];
#define NOTE 0x4e4f5445u

enum board_start board_start(void)
{
  static enum board_start reason = BOARD_POWER_ON;
  if (reset_note[0] == NOTE) reason = (enum board_start)reset_note[1];
  reset_note[0] = 0;
  return reason;
}

void board_reset(enum board_start reason)
{
  reset_note[0] = NOTE;
  reset_note[1] = (uint32_t)reason;
  __asm__ volatile("dsb" ::: "memory");
  SCB_AIRCR = AIRCR_RESET;
  for (;;) {
  }
}

static void on_fault(void)
{
  board_reset(BOARD_FAULT);
}

/* The watchdog's first expiry; its second would reset the board without a note. */
static void on_watchdog(void)
{
  board_reset(BOARD_WATCHDOG);
}

static void paint_stack(void)
{
  uint32_t *here;
  __asm__ volatile("mov %0, sp" : "=r"(here));
  for (uint32_t *at = stack_bottom; at < here; at++) *at = PAINT;
}

uint32_t board_stack_peak(void)
{
  const uint32_t *at = stack_bottom;
  while (at < stack_top && *at == PAINT) at++;
  return (uint32_t)((const uint8_t *)stack_top - (const uint8_t *)at);
}

static void on_reset(void)
{
  SCB_CPACR |= FPU_ON;
  __asm__ volatile("dsb\n isb" ::: "memory");
  paint_stack();
  memcpy(data_begin, data_source, (size_t)((uint8_t *)data_end - (uint8_t *)data_begin));
  memset(bss_begin, 0, (size_t)((uint8_t *)bss_end - (uint8_t *)bss_begin));
  (void)main();
  board_reset(BOARD_FAULT);
}

union vector {
  void (*call)(void);
  void *stack;
};

extern const union vector vectors[VECTORS];
__attribute__((section(".vectors"), used)) const union vector vectors[VECTORS] = {
  [0] = {.stack = stack_top},
  [1] = {on_reset},
  [2] = {on_watchdog}, /* NMI */
  [3] = {on_fault},
  [4] = {on_fault},
  [5] = {on_fault},
  [6] = {on_fault},
  [11] = {on_fault},
  [12] = {on_fault},
  [14] = {on_fault},
  [15] = {on_fault},
  [16 + IRQ_UART0_RX] = {uart0_interrupt},
  [16 + IRQ_UART1_RX] = {uart1_interrupt},
  [16 + IRQ_TIMER0] = {timer_interrupt},
};
