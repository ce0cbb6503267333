/* Encodes the batches of stdin: what they are made of is in frame.e2e-spec.ts. Answers each with u32 length and bytes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frame/frame.h"

#define MOST_BYTES 65536u

struct batch {
  struct frame_input input;
  struct frame_column columns[FRAME_MAX_COLUMNS];
  int64_t *times;
  int64_t *numbers;
  uint8_t *states;
};

static int64_t time_ms(const void *context, size_t sample)
{
  const struct batch *batch = context;
  return batch->times[sample];
}

static int64_t number(const void *context, size_t column, size_t sample)
{
  const struct batch *batch = context;
  return batch->numbers[column * batch->input.samples + sample];
}

static uint8_t state(const void *context, size_t column, size_t sample)
{
  const struct batch *batch = context;
  return batch->states[column * batch->input.samples + sample];
}

static void must(int condition)
{
  if (!condition) exit(4);
}

static void take(void *out, size_t size)
{
  must(fread(out, 1, size, stdin) == size);
}

int main(void)
{
  uint32_t head[6]; /* capacity, boot, content identity, samples, columns, whether there are states */
  static uint8_t bytes[MOST_BYTES];
  while (fread(head, 1, sizeof head, stdin) == sizeof head) {
    struct batch batch;
    uint64_t sequence;
    const size_t cells = (size_t)head[3] * head[4];
    memset(&batch, 0, sizeof batch);
    take(&sequence, sizeof sequence);
    for (size_t c = 0; c < head[4]; c++) {
      uint32_t column[3];
      take(column, sizeof column);
      batch.columns[c].signal_id = column[0];
      batch.columns[c].kind = (uint8_t)column[1];
      batch.columns[c].exponent = (int8_t)(int32_t)column[2];
    }
    batch.times = malloc(head[3] * sizeof(int64_t));
    batch.numbers = malloc(cells * sizeof(int64_t));
    batch.states = malloc(cells);
    take(batch.times, head[3] * sizeof(int64_t));
    take(batch.numbers, cells * sizeof(int64_t));
    take(batch.states, cells);
    batch.input.boot_id = head[1];
    batch.input.sequence = sequence;
    batch.input.content_identity = head[2] != 0;
    batch.input.samples = head[3];
    batch.input.column_count = head[4];
    batch.input.columns = batch.columns;
    batch.input.context = &batch;
    batch.input.time_ms = time_ms;
    batch.input.number = number;
    batch.input.state = head[5] != 0 ? state : NULL;
    /* A block of its own size, so that one byte too far is seen. */
    uint8_t *out = malloc(head[0]);
    const uint32_t length = (uint32_t)frame_encode(&batch.input, out, head[0]);
    must(length <= head[0]);
    memcpy(bytes, out, length);
    (void)fwrite(&length, sizeof length, 1, stdout);
    (void)fwrite(bytes, 1, length, stdout);
    free(out);
    free(batch.times);
    free(batch.numbers);
    free(batch.states);
  }
  return 0;
}
