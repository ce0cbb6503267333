/* Two pipes: bytes come by interrupt into a ring, and go out as the transmitter takes them. */
#include "board/board.h"
#include "board/mps2-an386/registers.h"
#include "board/mps2-an386/start.h"

#define RING 256u /* a power of two */
#define PIPES 2u
#define WRITE_MS 1000u

struct ring {
  volatile uint32_t in, out; /* count up; their difference is what waits */
  uint8_t bytes[RING];
};

static struct ring rings[PIPES];

static volatile uint32_t *uart(unsigned pipe, uint32_t offset)
{
  return &REGISTER(UART_BASE(pipe) + offset);
}

/*
 * Takes what is there while there is room. With a full ring the interrupt goes off and the byte stays in the receiver: where the
 * other end knows flow control, nothing is lost.
 */
static void pull(unsigned pipe)
{
  struct ring *ring = &rings[pipe];
  *uart(pipe, UART_INTERRUPT) = UART_RX_INTERRUPT;
  while (ring->in - ring->out < RING && (*uart(pipe, UART_STATE) & UART_RX_FULL) != 0) {
    ring->bytes[ring->in % RING] = (uint8_t)*uart(pipe, UART_DATA);
    ring->in++;
  }
  const bool full = ring->in - ring->out == RING;
  *uart(pipe, UART_CONTROL) = UART_TX_ON | UART_RX_ON | (full ? 0 : UART_RX_INTERRUPT_ON);
}

void uart0_interrupt(void)
{
  pull(BOARD_NET);
}

void uart1_interrupt(void)
{
  pull(BOARD_FEED);
}

void uart_begin(void)
{
  for (unsigned pipe = 0; pipe < PIPES; pipe++) {
    *uart(pipe, UART_DIVIDER) = CLOCK_HZ / 115200u;
    pull(pipe);
  }
  NVIC_ENABLE = 1u << IRQ_UART0_RX | 1u << IRQ_UART1_RX;
}

size_t board_read(enum board_pipe pipe, uint8_t *out, size_t capacity)
{
  struct ring *ring = &rings[pipe];
  size_t size = 0;
  while (size < capacity && ring->out != ring->in) {
    out[size++] = ring->bytes[ring->out % RING];
    ring->out++;
  }
  if (size > 0) {
    __asm__ volatile("cpsid i" ::: "memory");
    pull(pipe);
    __asm__ volatile("cpsie i" ::: "memory");
  }
  return size;
}

size_t board_write(enum board_pipe pipe, const uint8_t *bytes, size_t size)
{
  for (size_t i = 0; i < size; i++) {
    if ((*uart(pipe, UART_STATE) & UART_TX_FULL) != 0) {
      const uint64_t until = board_now_ms() + WRITE_MS;
      while ((*uart(pipe, UART_STATE) & UART_TX_FULL) != 0) {
        if (board_now_ms() > until) return i;
      }
    }
    *uart(pipe, UART_DATA) = bytes[i];
  }
  return size;
}
