/* What the update says on the status topic. */
#ifndef FETTLE_STATUS_TEXT_H
#define FETTLE_STATUS_TEXT_H

#include "update.h"

/* How an installation goes, in the words of libs/contracts/src/device-status.ts. From PACKAGE_ACTIVE on it has ended: that lasts. */
enum package_state { PACKAGE_RECEIVING, PACKAGE_VERIFIED, PACKAGE_TRIAL, PACKAGE_ACTIVE, PACKAGE_REJECTED, PACKAGE_FELL_BACK };

/* {"type":"package","package":ID,"state":STATE,"offset":N[,"reason":REASON]} */
void status_package(const struct update_port *port, const uint8_t *id, enum package_state state, uint32_t offset,
                    const char *reason);

/* {"type":"chunk","package":ID,"offset":N,"count":K}: K chunks from there, please. 0: it could not be sent. */
int status_chunk(const struct update_port *port, const uint8_t *id, uint32_t offset, uint32_t count);

#endif
