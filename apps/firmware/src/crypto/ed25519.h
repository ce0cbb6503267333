/*
 * Ed25519 signatures (RFC 8032), checking only: a device holds no secret, so nothing here hides its timing. About 2.5 million
 * instructions and 1.3 KB of stack a check.
 */
#ifndef FETTLE_ED25519_H
#define FETTLE_ED25519_H

#include <stddef.h>
#include <stdint.h>

#define ED25519_KEY_BYTES 32u
#define ED25519_SIGNATURE_BYTES 64u

/* 1 where the signature of the message is by the key; 0 also for keys and signatures that are no valid encodings. */
int ed25519_verify(const uint8_t signature[ED25519_SIGNATURE_BYTES], const uint8_t *message, size_t count,
                   const uint8_t key[ED25519_KEY_BYTES]);

#endif
