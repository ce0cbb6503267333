/* What the update says on the status topic. */
#ifndef FETTLE_STATUS_TEXT_H
#define FETTLE_STATUS_TEXT_H

#include "update.h"

/* {"type":"package","package":ID,"state":STATE,"offset":N[,"reason":REASON]} */
void status_package(const struct update_port *port, const uint8_t *id, const char *state, uint32_t offset,
                    const char *reason);

/* {"type":"chunk","package":ID,"offset":N,"count":K}: K chunks from there, please. */
void status_chunk(const struct update_port *port, const uint8_t *id, uint32_t offset, uint32_t count);

#endif
