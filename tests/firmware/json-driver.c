/* Reads u32 length and text from stdin, again and again; says for each what json_read makes of it, one line. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json/json-read.h"
#include "json/json-write.h"

static void say(const struct json_field *field)
{
  switch (field->type) {
    case JSON_ABSENT: printf(" -"); break;
    case JSON_OTHER: printf(" other"); break;
    case JSON_NUMBER: printf(" %" PRId64, field->millionths); break;
    case JSON_TEXT: printf(" \"%.*s\"", (int)field->size, field->text); break;
  }
}

/* What was read as text must be writable again as it is. */
static void write_again(const struct json_field *field)
{
  char text[64];
  struct json_writer writer;
  json_begin(&writer, text, sizeof text);
  if (field->type == JSON_TEXT) json_text(&writer, "id", field->text, field->size);
  json_number(&writer, "n", UINT64_MAX);
  const size_t size = json_end(&writer);
  printf("\t%.*s", (int)size, text);
}

int main(void)
{
  uint32_t length;
  while (fread(&length, sizeof length, 1, stdin) == 1) {
    struct json_field fields[2];
    /* Of exactly that size, so that a byte beyond is seen. */
    char *text = malloc(length > 0 ? length : 1);
    if (fread(text, 1, length, stdin) != length) return 4;
    memset(fields, 0, sizeof fields);
    fields[0].key = "id";
    fields[1].key = "value";
    if (json_read(text, length, fields, 2)) {
      printf("yes");
      say(&fields[0]);
      say(&fields[1]);
      write_again(&fields[0]);
    } else {
      printf("no");
    }
    printf("\n");
    free(text);
  }
  return 0;
}
