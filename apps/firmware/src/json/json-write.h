#ifndef FETTLE_JSON_WRITE_H
#define FETTLE_JSON_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One flat object, member by member, into memory of the caller. What does not fit makes the whole void. */
struct json_writer {
  char *text;
  size_t capacity;
  size_t size;
};

void json_begin(struct json_writer *writer, char *text, size_t capacity);

/* `value` of `size` bytes is put between quotes as it is: plain ASCII without quotes and backslashes, or already escaped. */
void json_text(struct json_writer *writer, const char *key, const char *value, size_t size);
void json_string(struct json_writer *writer, const char *key, const char *value);
void json_number(struct json_writer *writer, const char *key, uint64_t value);
void json_hex(struct json_writer *writer, const char *key, const uint8_t *bytes, size_t size);

/* The object's length, or 0 if it did not fit. */
size_t json_end(struct json_writer *writer);

/* Decimal digits of a value, without an end mark; at most 20. */
size_t json_digits(char *out, uint64_t value);

#endif
