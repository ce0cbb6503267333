#ifndef FETTLE_PROVISIONING_H
#define FETTLE_PROVISIONING_H

#include "store/flash.h"

#define PROVISIONING_MAGIC 0x504c5446u /* "FTLP" */
#define PROVISIONING_VERSION 1u
#define PROVISIONING_ID_BYTES 48u
#define PROVISIONING_SECRET_BYTES 96u

/* Where windows come from. */
#define PROVISIONING_SOURCE_FEED 0u
#define PROVISIONING_SOURCE_SIMULATED 1u

/*
 * Who this device is, written into its flash when it is made and never compiled in. Little endian, 384 bytes; texts end in a
 * zero. Times in milliseconds unless said otherwise.
 */
struct provisioning {
  uint32_t magic;
  uint16_t version;
  uint16_t bytes; /* of this block, checksum included */
  char tenant[PROVISIONING_ID_BYTES];
  char device[PROVISIONING_ID_BYTES];
  char user[PROVISIONING_SECRET_BYTES];
  char password[PROVISIONING_SECRET_BYTES];
  uint8_t model_key[32]; /* Ed25519 public key of who may sign models */
  uint16_t keep_alive_s;
  uint16_t answer_timeout_ms; /* for any acknowledgement */
  uint16_t backoff_first_ms;
  uint16_t backoff_most_s;
  uint8_t source;
  uint8_t reserved[3];
  uint32_t sample_rate_hz; /* of the simulated source */
  float units_per_step;    /* of a sample */
  uint8_t unused[34];
  uint8_t crc[2]; /* CRC-16 of all before it, high byte first */
};

/* False: nothing sound is there, and the device must not talk to anybody. */
bool provisioning_read(const uint8_t *memory, struct provisioning *out);

#endif
