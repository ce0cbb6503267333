#ifndef FETTLE_HOST_PIPES_H
#define FETTLE_HOST_PIPES_H

#include "board/board.h"

/* A connection to a TCP port of this machine, made again whenever it is gone. "0": nothing is ever connected. */
void pipe_begin(enum board_pipe pipe, const char *port);
size_t pipe_read(enum board_pipe pipe, uint8_t *out, size_t capacity);
size_t pipe_write(enum board_pipe pipe, const uint8_t *bytes, size_t size);

/* Until something can be read, at most ten milliseconds. */
void pipes_wait(void);

#endif
