#include "json/json-read.h"

#include <string.h>

struct reader {
  const char *at;
  const char *end;
};

static void skip_space(struct reader *reader)
{
  while (reader->at < reader->end && strchr(" \t\r\n", *reader->at) != NULL && *reader->at != '\0') reader->at++;
}

static bool take(struct reader *reader, char wanted)
{
  if (reader->at == reader->end || *reader->at != wanted) return false;
  reader->at++;
  return true;
}

static bool is_digit(const struct reader *reader)
{
  return reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9';
}

static bool is_hex(char c)
{
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* After a backslash. */
static bool read_escape(struct reader *reader)
{
  if (reader->at == reader->end) return false;
  const char c = *reader->at++;
  if (c != 'u') return c != '\0' && strchr("\"\\/bfnrt", c) != NULL;
  for (int i = 0; i < 4; i++) {
    if (reader->at == reader->end || !is_hex(*reader->at++)) return false;
  }
  return true;
}

static bool read_text(struct reader *reader, struct json_field *value)
{
  if (!take(reader, '"')) return false;
  value->type = JSON_TEXT;
  value->text = reader->at;
  while (reader->at < reader->end) {
    const char c = *reader->at++;
    if (c == '"') {
      value->size = (size_t)(reader->at - 1 - value->text);
      return true;
    }
    if (c < ' ' || c > '~') return false;
    if (c == '\\' && !read_escape(reader)) return false;
  }
  return false;
}

/* A decimal as it is read: mantissa x 10^exponent. Digits beyond what fits move the exponent instead. */
struct decimal {
  uint64_t mantissa;
  int32_t exponent;
};

static void add_digit(struct decimal *decimal, char digit, bool fraction)
{
  if (decimal->mantissa > (UINT64_MAX - 9) / 10) {
    if (!fraction) decimal->exponent++;
    return;
  }
  decimal->mantissa = decimal->mantissa * 10 + (uint64_t)(digit - '0');
  if (fraction) decimal->exponent--;
}

static bool read_exponent(struct reader *reader, struct decimal *decimal)
{
  if (!take(reader, 'e') && !take(reader, 'E')) return true;
  const bool negative = take(reader, '-');
  if (!negative) (void)take(reader, '+');
  if (!is_digit(reader)) return false;
  int32_t exponent = 0;
  for (; is_digit(reader); reader->at++) {
    if (exponent < 100000) exponent = exponent * 10 + (*reader->at - '0');
  }
  decimal->exponent += negative ? -exponent : exponent;
  return true;
}

static bool to_millionths(const struct decimal *decimal, bool negative, int64_t *out)
{
  uint64_t value = decimal->mantissa;
  int32_t exponent = decimal->exponent + 6;
  for (; exponent > 0 && value > 0; exponent--) {
    if (value > (uint64_t)INT64_MAX / 10) return false;
    value *= 10;
  }
  for (; exponent < 0 && value > 0; exponent++) value /= 10;
  if (value > (uint64_t)INT64_MAX) return false;
  *out = negative ? -(int64_t)value : (int64_t)value;
  return true;
}

static bool read_number(struct reader *reader, struct json_field *value)
{
  struct decimal decimal = {0, 0};
  const bool negative = take(reader, '-');
  if (!is_digit(reader)) return false;
  if (!take(reader, '0')) {
    for (; is_digit(reader); reader->at++) add_digit(&decimal, *reader->at, false);
  }
  if (take(reader, '.')) {
    if (!is_digit(reader)) return false;
    for (; is_digit(reader); reader->at++) add_digit(&decimal, *reader->at, true);
  }
  value->type = JSON_NUMBER;
  return read_exponent(reader, &decimal) && to_millionths(&decimal, negative, &value->millionths);
}

static bool read_word(struct reader *reader, const char *word)
{
  const size_t size = strlen(word);
  if ((size_t)(reader->end - reader->at) < size || memcmp(reader->at, word, size) != 0) return false;
  reader->at += size;
  return true;
}

static bool read_value(struct reader *reader, struct json_field *value)
{
  if (reader->at == reader->end) return false;
  if (*reader->at == '"') return read_text(reader, value);
  if (*reader->at == '-' || is_digit(reader)) return read_number(reader, value);
  value->type = JSON_OTHER;
  return read_word(reader, "true") || read_word(reader, "false") || read_word(reader, "null");
}

static bool read_member(struct reader *reader, struct json_field *fields, size_t count)
{
  struct json_field key = {NULL, JSON_ABSENT, NULL, 0, 0};
  struct json_field value = key;
  skip_space(reader);
  if (!read_text(reader, &key)) return false;
  skip_space(reader);
  if (!take(reader, ':')) return false;
  skip_space(reader);
  if (!read_value(reader, &value)) return false;
  skip_space(reader);
  for (size_t i = 0; i < count; i++) {
    if (!json_is(&key, fields[i].key)) continue;
    value.key = fields[i].key;
    fields[i] = value;
  }
  return true;
}

bool json_is(const struct json_field *field, const char *text)
{
  return field->type == JSON_TEXT && field->size == strlen(text) && memcmp(field->text, text, field->size) == 0;
}

bool json_read(const char *text, size_t size, struct json_field *fields, size_t count)
{
  struct reader reader = {text, text + size};
  for (size_t i = 0; i < count; i++) fields[i].type = JSON_ABSENT;
  skip_space(&reader);
  if (!take(&reader, '{')) return false;
  skip_space(&reader);
  if (!take(&reader, '}')) {
    do {
      if (!read_member(&reader, fields, count)) return false;
    } while (take(&reader, ','));
    if (!take(&reader, '}')) return false;
  }
  skip_space(&reader);
  return reader.at == reader.end;
}
