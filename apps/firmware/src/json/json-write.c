#include "json/json-write.h"

#include <string.h>

/* Beyond its capacity the writer only counts. */
static void put(struct json_writer *writer, const char *bytes, size_t size)
{
  if (writer->size + size <= writer->capacity) memcpy(writer->text + writer->size, bytes, size);
  writer->size += size;
}

static void put_key(struct json_writer *writer, const char *key)
{
  put(writer, writer->size == 1 ? "\"" : ",\"", writer->size == 1 ? 1 : 2);
  put(writer, key, strlen(key));
  put(writer, "\":", 2);
}

void json_begin(struct json_writer *writer, char *text, size_t capacity)
{
  writer->text = text;
  writer->capacity = capacity;
  writer->size = 0;
  put(writer, "{", 1);
}

void json_text(struct json_writer *writer, const char *key, const char *value, size_t size)
{
  put_key(writer, key);
  put(writer, "\"", 1);
  put(writer, value, size);
  put(writer, "\"", 1);
}

void json_string(struct json_writer *writer, const char *key, const char *value)
{
  json_text(writer, key, value, strlen(value));
}

size_t json_digits(char *out, uint64_t value)
{
  char reversed[20];
  size_t size = 0;
  do {
    reversed[size++] = (char)('0' + value % 10);
    value /= 10;
  } while (value > 0);
  for (size_t i = 0; i < size; i++) out[i] = reversed[size - 1 - i];
  return size;
}

void json_number(struct json_writer *writer, const char *key, uint64_t value)
{
  char digits[20];
  put_key(writer, key);
  put(writer, digits, json_digits(digits, value));
}

void json_hex(struct json_writer *writer, const char *key, const uint8_t *bytes, size_t size)
{
  static const char digits[] = "0123456789abcdef";
  put_key(writer, key);
  put(writer, "\"", 1);
  for (size_t i = 0; i < size; i++) {
    const char pair[2] = {digits[bytes[i] >> 4], digits[bytes[i] & 15]};
    put(writer, pair, sizeof pair);
  }
  put(writer, "\"", 1);
}

size_t json_end(struct json_writer *writer)
{
  put(writer, "}", 1);
  return writer->size <= writer->capacity ? writer->size : 0;
}
