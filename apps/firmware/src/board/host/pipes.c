#define _POSIX_C_SOURCE 200809L
#include "board/host/pipes.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PIPES 2
#define AGAIN_MS 200u
#define WAIT_MS 10

struct pipe {
  int socket; /* -1: none */
  uint16_t port;
  uint64_t again_ms;
};

static struct pipe pipes[PIPES] = {{-1, 0, 0}, {-1, 0, 0}};

void pipe_begin(enum board_pipe which, const char *port)
{
  pipes[which].port = (uint16_t)strtoul(port, NULL, 10);
}

static void drop(struct pipe *pipe)
{
  (void)close(pipe->socket);
  pipe->socket = -1;
}

static bool is_connected(struct pipe *pipe)
{
  struct sockaddr_in address;
  if (pipe->socket >= 0) return true;
  if (pipe->port == 0 || board_now_ms() < pipe->again_ms) return false;
  pipe->again_ms = board_now_ms() + AGAIN_MS;
  memset(&address, 0, sizeof address);
  address.sin_family = AF_INET;
  address.sin_port = htons(pipe->port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  pipe->socket = socket(AF_INET, SOCK_STREAM, 0);
  if (pipe->socket < 0) return false;
  if (connect(pipe->socket, (const struct sockaddr *)&address, sizeof address) == 0) return true;
  drop(pipe);
  return false;
}

size_t pipe_read(enum board_pipe which, uint8_t *out, size_t capacity)
{
  struct pipe *pipe = &pipes[which];
  if (!is_connected(pipe)) return 0;
  const ssize_t size = recv(pipe->socket, out, capacity, MSG_DONTWAIT);
  if (size > 0) return (size_t)size;
  if (size == 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)) drop(pipe);
  return 0;
}

size_t pipe_write(enum board_pipe which, const uint8_t *bytes, size_t size)
{
  struct pipe *pipe = &pipes[which];
  for (size_t done = 0; done < size;) {
    if (!is_connected(pipe)) return size;
    const ssize_t sent = send(pipe->socket, bytes + done, size - done, MSG_NOSIGNAL);
    if (sent > 0) {
      done += (size_t)sent;
    } else if (errno != EINTR) {
      drop(pipe);
    }
  }
  return size;
}

void pipes_wait(void)
{
  struct pollfd waits[PIPES];
  for (int i = 0; i < PIPES; i++) {
    waits[i].fd = pipes[i].socket;
    waits[i].events = POLLIN;
    waits[i].revents = 0;
  }
  (void)poll(waits, PIPES, WAIT_MS);
}
