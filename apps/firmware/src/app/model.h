#ifndef FETTLE_APP_MODEL_H
#define FETTLE_APP_MODEL_H

#include "store/provisioning.h"
#include "update/model_image.h"
#include "update/update.h"

/*
 * The model that this firmware was built with: generated, one folder of C files that the Makefile's PIPELINE names, features
 * and score included. Its fields that only packages need are zero. Its writable memory is the models' own.
 */
extern const struct model_image builtin_model;

/* Hands the update its part of the flash. `publish` gets JSON for the status topic, as `struct update_port` says. */
void model_begin(const struct provisioning *provisioning, int (*publish)(void *context, const char *json, int lasts),
                 void *context);

/*
 * The model to run: the active package's, or the built-in one. Changes only in model_poll, which is true when it did; the new
 * one's memory is cleared then.
 */
const struct model_image *model_active(void);
bool model_poll(uint64_t now_ms);

#endif
