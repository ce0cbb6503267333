#ifndef FETTLE_MPS2_START_H
#define FETTLE_MPS2_START_H

/* What the vector table calls. */
void uart0_interrupt(void);
void uart1_interrupt(void);
void timer_interrupt(void);

/* Switch the parts on; board_begin calls both. */
void uart_begin(void);
void timer_begin(void);

#endif
