#include "store/results.h"

#include <string.h>

#include "frame/crc16.h"

#define MAGIC 0x52534c54u

static uint32_t layout_checksum(const struct results *results)
{
  return crc16(CRC16_START, results, offsetof(struct results, layout_crc));
}

/* Bytes of a result, whole multiples of eight. */
static size_t stride(const struct results *results)
{
  return (sizeof(struct result_head) + results->column_count * sizeof(int32_t) + 7u) & ~(size_t)7u;
}

size_t results_capacity(const struct results *results)
{
  return RESULTS_BYTES / stride(results);
}

static size_t place(const struct results *results, size_t index)
{
  return (results->first + index) % results_capacity(results) * stride(results);
}

static struct result_head head_at(const struct results *results, size_t at)
{
  struct result_head head;
  memcpy(&head, results->ring + at, sizeof head);
  return head;
}

static uint32_t checksum(const struct results *results, size_t at)
{
  const uint16_t crc = crc16(CRC16_START, results->ring + at, offsetof(struct result_head, crc));
  return crc16(crc, results->ring + at + sizeof(struct result_head), results->column_count * sizeof(int32_t));
}

static bool is_laid_out(const struct results *results)
{
  return results->magic == MAGIC && results->column_count >= 1 && results->column_count <= RESULTS_MOST_COLUMNS &&
         results->layout_crc == layout_checksum(results);
}

static uint32_t seen_checksum(const struct results *results)
{
  return crc16(CRC16_START, &results->seen_ms, sizeof results->seen_ms);
}

void results_saw(struct results *results, int64_t time_ms)
{
  results->seen_ms = time_ms;
  results->seen_crc = seen_checksum(results);
}

void results_forget_time(struct results *results)
{
  results_saw(results, INT64_MIN);
}

/* Finds what is there from the results themselves: a reset may have come between a result and the counters. */
static void find_results(struct results *results, uint32_t last_sent)
{
  uint32_t least = UINT32_MAX;
  uint32_t greatest = last_sent;
  results->first = 0;
  results->count = 0;
  for (size_t i = 0; i < results_capacity(results); i++) {
    const struct result_head head = head_at(results, i * stride(results));
    if (head.crc != checksum(results, i * stride(results))) continue;
    if (head.number != 0 && head.time_ms > results->seen_ms) results_saw(results, head.time_ms);
    if (head.number <= last_sent) continue;
    if (head.number < least) {
      least = head.number;
      results->first = (uint32_t)i;
    }
    if (head.number > greatest) greatest = head.number;
  }
  results->next_number = greatest + 1;
  if (least == UINT32_MAX) return;
  while (results->count < results_capacity(results)) {
    const size_t at = place(results, results->count);
    if (head_at(results, at).number != least + results->count) break;
    if (head_at(results, at).crc != checksum(results, at)) break;
    results->count++;
  }
}

void results_open(struct results *results, uint32_t last_sent)
{
  if (is_laid_out(results)) {
    if (results->seen_crc != seen_checksum(results)) results_forget_time(results);
    find_results(results, last_sent);
    return;
  }
  memset(results, 0, sizeof *results);
  results->next_number = last_sent + 1;
  results_forget_time(results);
}

void results_begin(struct results *results, const struct frame_column *columns, size_t count)
{
  const uint32_t next_number = results->next_number;
  const int64_t seen_ms = results->seen_ms;
  memset(results, 0, sizeof *results);
  results_saw(results, seen_ms);
  results->next_number = next_number;
  memcpy(results->columns, columns, count * sizeof *columns);
  results->column_count = (uint32_t)count;
  results->magic = MAGIC;
  results->layout_crc = layout_checksum(results);
}

bool results_add(struct results *results, int64_t time_ms, const int32_t *numbers)
{
  if (results->column_count == 0 || results->count == results_capacity(results)) return false;
  const size_t at = place(results, results->count);
  struct result_head head;
  memset(&head, 0, sizeof head);
  head.time_ms = time_ms;
  head.number = results->next_number++;
  memcpy(results->ring + at, &head, sizeof head);
  memcpy(results->ring + at + sizeof head, numbers, results->column_count * sizeof *numbers);
  head.crc = checksum(results, at);
  memcpy(results->ring + at, &head, sizeof head);
  results->count++;
  return true;
}

int64_t results_time(const struct results *results, size_t index)
{
  return head_at(results, place(results, index)).time_ms;
}

int32_t results_number(const struct results *results, size_t column, size_t index)
{
  int32_t number;
  const size_t at = place(results, index) + sizeof(struct result_head) + column * sizeof number;
  memcpy(&number, results->ring + at, sizeof number);
  return number;
}

uint32_t results_last_of(const struct results *results, size_t count)
{
  return head_at(results, place(results, count - 1)).number;
}

void results_drop(struct results *results, size_t count)
{
  results->first = (uint32_t)((results->first + count) % results_capacity(results));
  results->count -= (uint32_t)count;
}
