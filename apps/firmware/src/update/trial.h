/* Whether what a slot holds is what was signed, and does what was recorded. */
#ifndef FETTLE_TRIAL_H
#define FETTLE_TRIAL_H

#include "../crypto/sha512.h"
#include "package.h"
#include "slot_writer.h"

/* The header at the start of a slot, checked against the device's key: NULL, or the reason. */
const char *slot_header(const struct update_port *port, uint8_t slot, struct package_header *header);

/* The image in a slot, as memory. */
const struct model_image *slot_image(const struct update_port *port, uint8_t slot);

struct image_check {
  struct sha512 hash;
  uint32_t done; /* bytes of the image */
};

/* Hashes some more of the image. 0: not done; 1: done, and as signed; -1: done, and not. */
int image_check_step(const struct update_port *port, uint8_t slot, const struct package_header *header,
                     struct image_check *check);

/* Runs the recorded window through the image: NULL where every integer is as recorded, else the reason. */
const char *self_test(const struct update_port *port, uint8_t slot, const struct package_header *header);

#endif
