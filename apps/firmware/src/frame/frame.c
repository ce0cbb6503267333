#include "frame/frame.h"

#include "frame/crc16.h"
#include "frame/list.h"

#define VERSION 1u
#define MAX_SIGNAL_ID ((UINT32_C(1) << 21) - 1)
#define MAX_SEQUENCE ((UINT64_C(1) << 48) - 1)
#define MAX_CELLS 65536u

static const int64_t UNITS_MS[8] = {1, 10, 100, 1000, 10000, 60000, 600000, 3600000};
/* A quarter of what SPEC.md allows, 35,000 years, so that no difference of two times needs more than a list here can hold. */
static const int64_t MAX_TIME_MS = (INT64_C(1) << 50) - 1;

static bool is_sound(const struct frame_input *input)
{
  if (input->samples < 1 || input->samples > FRAME_MAX_SAMPLES || input->sequence > MAX_SEQUENCE) return false;
  if (input->column_count < 1 || input->column_count > FRAME_MAX_COLUMNS) return false;
  if (input->samples * input->column_count > MAX_CELLS) return false;
  for (size_t i = 0; i < input->samples; i++) {
    const int64_t time = input->time_ms(input->context, i);
    if (time < -MAX_TIME_MS || time > MAX_TIME_MS) return false;
  }
  uint32_t previous = 0;
  for (size_t c = 0; c < input->column_count; c++) {
    const uint32_t id = input->columns[c].signal_id;
    if (id <= previous || id > MAX_SIGNAL_ID) return false;
    previous = id;
  }
  return true;
}

/* Of the units that divide every time the largest. */
static unsigned unit_code(const struct frame_input *input)
{
  unsigned code = 7;
  for (size_t i = 0; i < input->samples; i++) {
    while (input->time_ms(input->context, i) % UNITS_MS[code] != 0) code--;
  }
  return code;
}

static struct list_clock clock_of(const struct frame_input *input, unsigned code)
{
  struct list_clock clock = {UNITS_MS[code], 0, 0};
  clock.base = input->time_ms(input->context, 0) / clock.unit;
  if (input->samples > 1) clock.cadence = input->time_ms(input->context, 1) / clock.unit - clock.base;
  /* A step that is no cadence, or so large that multiples of it leave the range of times. */
  if (clock.cadence < 0 || clock.cadence > MAX_TIME_MS / (int64_t)input->samples) clock.cadence = 0;
  return clock;
}

static bool on_cadence(const struct frame_input *input, const struct list_clock *clock)
{
  for (size_t i = 1; i < input->samples; i++) {
    const int64_t expected = clock->unit * (clock->base + (int64_t)i * clock->cadence);
    if (input->time_ms(input->context, i) != expected) return false;
  }
  return true;
}

static void write_directory(const struct frame_input *input, struct bits *bits)
{
  uint32_t id = 0;
  uint8_t type = 0;
  for (size_t c = 0; c < input->column_count; c++) {
    const struct frame_column *column = &input->columns[c];
    const uint8_t own = (uint8_t)((unsigned)column->kind << 6 | ((unsigned)column->exponent & 0x3fu));
    const bool repeats = own == type;
    bits_varint(bits, 2 * (uint64_t)(column->signal_id - id - 1) + (repeats ? 1 : 0));
    if (!repeats) bits_put(bits, own, 8);
    id = column->signal_id;
    type = own;
  }
}

static bool write_column(const struct frame_input *input, size_t column, struct bits *bits)
{
  struct list list = {input, NULL, LIST_STATES, column};
  const bool has_states = list_has_states(input, column);
  bits_put(bits, has_states ? 1 : 0, 1);
  if (has_states && !list_write(&list, bits)) return false;
  if (input->columns[column].kind != FRAME_FLOAT64) {
    list.part = LIST_NUMBERS;
    return list_write(&list, bits);
  }
  bool any = false;
  for (size_t i = 0; i < input->samples && !any; i++) {
    any = !has_states || input->state(input->context, column, i) == FRAME_PRESENT;
  }
  if (!any) return true;
  bits_put(bits, 0, 1);
  list.part = LIST_HIGH_HALVES;
  if (!list_write(&list, bits)) return false;
  list.part = LIST_LOW_HALVES;
  return list_write(&list, bits);
}

static bool write_times(const struct frame_input *input, const struct list_clock *clock, struct bits *bits)
{
  if (input->samples == 1) return true;
  const bool regular = on_cadence(input, clock);
  bits_put(bits, regular ? 0 : 1, 1);
  if (regular) return true;
  const struct list offsets = {input, clock, LIST_OFFSETS, 0};
  return list_write(&offsets, bits);
}

size_t frame_encode(const struct frame_input *input, uint8_t *out, size_t capacity)
{
  struct bits bits;
  if (!is_sound(input)) return 0;
  const unsigned code = unit_code(input);
  const struct list_clock clock = clock_of(input, code);
  bits_begin(&bits, out, capacity);
  bits_put(&bits, VERSION << 4 | (input->content_identity ? 8u : 0u) | code, 8);
  bits_varint(&bits, input->boot_id);
  bits_varint(&bits, input->sequence);
  bits_varint(&bits, input->samples - 1);
  bits_varint(&bits, input->column_count - 1);
  bits_varint(&bits, bits_zigzag(clock.base));
  if (input->samples > 1) bits_varint(&bits, (uint64_t)clock.cadence);
  write_directory(input, &bits);
  if (!write_times(input, &clock, &bits)) return 0;
  for (size_t c = 0; c < input->column_count; c++) {
    if (!write_column(input, c, &bits)) return 0;
  }
  bits_align(&bits);
  const uint16_t crc = crc16(CRC16_START, out, bits.length);
  bits_put(&bits, crc, 16);
  return bits.full ? 0 : bits.length;
}
