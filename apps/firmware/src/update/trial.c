#include "trial.h"
#include <string.h>

#define STEP_BYTES 1024u

const char *slot_header(const struct update_port *port, uint8_t slot, struct package_header *header)
{
  const char *reason =
      package_read_header(port->flash + slot_offset(port, slot), port->public_key, port->target, header);
  if (reason != NULL) {
    return reason;
  }
  const uint32_t bytes = header->image_bytes[slot - SLOT_A];
  if (bytes % 4u != 0u || bytes < sizeof(struct model_image) || bytes > port->slot_bytes - PACKAGE_HEADER_BYTES) {
    return "too large for a slot";
  }
  return NULL;
}

const struct model_image *slot_image(const struct update_port *port, uint8_t slot)
{
  return (const struct model_image *)(const void *)(port->flash + slot_offset(port, slot) + PACKAGE_HEADER_BYTES);
}

int image_check_step(const struct update_port *port, uint8_t slot, const struct package_header *header,
                     struct image_check *check)
{
  const uint32_t bytes = header->image_bytes[slot - SLOT_A];
  if (check->done == 0u) {
    sha512_begin(&check->hash);
  }
  const uint32_t part = bytes - check->done < STEP_BYTES ? bytes - check->done : STEP_BYTES;
  sha512_add(&check->hash, (const uint8_t *)slot_image(port, slot) + check->done, part);
  check->done += part;
  if (check->done < bytes) {
    return 0;
  }
  uint8_t digest[SHA512_BYTES];
  sha512_end(&check->hash, digest);
  check->done = 0;
  return memcmp(digest, header->image_digests[slot - SLOT_A], PACKAGE_DIGEST_BYTES) == 0 ? 1 : -1;
}

static int as_recorded(const struct model_image *image, const struct model_result *result)
{
  const struct model_result *recorded = image->test_result;
  return memcmp(result->scores, recorded->scores, image->score_count * sizeof result->scores[0]) == 0 &&
         memcmp(result->raw, recorded->raw, image->score_count) == 0 &&
         memcmp(result->features, recorded->features, image->feature_count * sizeof result->features[0]) == 0;
}

const char *self_test(const struct update_port *port, uint8_t slot, const struct package_header *header)
{
  const struct model_image *image = slot_image(port, slot);
  const uint8_t *end = (const uint8_t *)image + header->image_bytes[slot - SLOT_A];
  if (!model_image_is_sound(image, end, port->model_ram, port->model_ram_bytes)) {
    return "linked for another place";
  }
  struct model_result result;
  memset(&result, 0, sizeof result);
  port->feed_watchdog(port->context);
  image->begin();
  image->run(image->test_window, &result);
  return as_recorded(image, &result) ? NULL : "its test window gave other numbers";
}
