#ifndef FETTLE_JSON_READ_H
#define FETTLE_JSON_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum json_type { JSON_ABSENT, JSON_TEXT, JSON_NUMBER, JSON_OTHER };

/* A member that is looked for, and what was found. */
struct json_field {
  const char *key;
  enum json_type type;
  const char *text; /* between the quotes, escapes as they came: may be quoted again as it is */
  size_t size;
  int64_t millionths; /* of a number, cut towards zero */
};

/*
 * Whether the text is one flat JSON object (RFC 8259): ASCII outside of escapes, no member a list or an object. Fills the
 * fields whose keys it has, the last of equal keys counting; other members are checked and passed over. A number that does not
 * fit in millionths of an int64 makes it false, one that is finer is cut. Reads `size` bytes at most, whatever they are.
 */
bool json_read(const char *text, size_t size, struct json_field *fields, size_t count);

/* Whether a field is this text. */
bool json_is(const struct json_field *field, const char *text);

#endif
