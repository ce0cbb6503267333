import { EmulatedMachine } from '../targets/board-target';

/** `board.h`: what a program finds on an emulated board, and nothing else. */
export const BOARD_HEADER = `/* An emulated Arm MPS2 board: start-up, UART 0, timer 0, exit. */
#ifndef BOARD_H
#define BOARD_H

#include <stdint.h>

/* Waits for a byte. */
uint8_t board_get(void);

/* Waits until the byte has left: a program that ends loses what has not. */
void board_put(uint32_t byte);

/* The timer's count, downwards from 2^32 - 1. */
uint32_t board_ticks(void);

/* Bytes that the stack has held at most since the start. */
uint32_t board_stack_used(void);

#endif
`;

/** The rest of `board.c`; the same for every board. */
const BOARD_C = `#define PAINT 0xa5a5a5a5u

extern const uint32_t board_data_image[];
extern uint32_t board_data_start[], board_data_end[], board_bss_start[], board_bss_end[];
extern uint32_t board_stack_bottom[], board_stack_top[];
int main(void);
void board_reset(void);

uint8_t board_get(void)
{
  while ((UART_STATE & 2u) == 0u) {
  }
  return (uint8_t)UART_DATA;
}

void board_put(uint32_t byte)
{
  UART_DATA = byte & 255u;
  while ((UART_STATE & 1u) != 0u) {
  }
}

uint32_t board_ticks(void)
{
  return TIMER_VALUE;
}

uint32_t board_stack_used(void)
{
  const volatile uint32_t *lowest = board_stack_bottom;
  while (*lowest == PAINT) {
    lowest++;
  }
  return (uint32_t)((uintptr_t)board_stack_top - (uintptr_t)lowest);
}

/* Semihosting: ADP_Stopped_ApplicationExit for 0, ADP_Stopped_InternalError otherwise. */
static void board_exit(int status)
{
  register uint32_t operation __asm__("r0") = 0x18u;
  register uint32_t reason __asm__("r1") = status == 0 ? 0x20026u : 0x20024u;
  for (;;) {
    __asm__ volatile("bkpt 0xab" : : "r"(operation), "r"(reason) : "memory");
  }
}

static void board_fault(void)
{
  board_exit(1);
}

void board_reset(void)
{
  const uint32_t *image = board_data_image;
  for (uint32_t *word = board_data_start; word != board_data_end; word++) {
    *word = *image++;
  }
  for (uint32_t *word = board_bss_start; word != board_bss_end; word++) {
    *word = 0u;
  }
  for (volatile uint32_t *word = board_stack_bottom; word < (volatile uint32_t *)__builtin_frame_address(0) - 8; word++) {
    *word = PAINT;
  }
  UART_DIVIDER = 16u;
  UART_CONTROL = 3u;
  TIMER_RELOAD = 0xffffffffu;
  TIMER_VALUE = 0xffffffffu;
  TIMER_CONTROL = 1u;
  board_exit(main());
}

typedef void (*board_vector)(void);
__attribute__((section(".vectors"), used)) static const struct {
  const uint32_t *stack;
  board_vector handlers[6];
} board_vectors = {
  board_stack_top,
  {board_reset, board_fault, board_fault, board_fault, board_fault, board_fault},
};
`;

/**
 * `board.c`: vector table, start-up, UART, timer, and the watermark: the stack is painted before main, and what lost its
 * paint was used. main's result becomes the emulator's exit status; any fault does, too.
 */
export function boardSource({ uart, timer }: Pick<EmulatedMachine, 'uart' | 'timer'>): string {
  return `#include "board.h"

#define WORD_AT(address) (*(volatile uint32_t *)(uintptr_t)(address))
#define UART_DATA WORD_AT(${hex(uart)})
#define UART_STATE WORD_AT(${hex(uart + 4)})
#define UART_CONTROL WORD_AT(${hex(uart + 8)})
#define UART_DIVIDER WORD_AT(${hex(uart + 16)})
#define TIMER_CONTROL WORD_AT(${hex(timer.address)})
#define TIMER_VALUE WORD_AT(${hex(timer.address + 4)})
#define TIMER_RELOAD WORD_AT(${hex(timer.address + 8)})
${BOARD_C}`;
}

function hex(value: number): string {
  return `0x${value.toString(16)}u`;
}
