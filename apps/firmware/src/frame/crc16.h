#ifndef FETTLE_CRC16_H
#define FETTLE_CRC16_H

#include <stddef.h>
#include <stdint.h>

/* What a checksum starts from. */
#define CRC16_START 0xffffu

/*
 * CRC-16/IBM-3740 of the bytes so far and these: the checksum of frames, of snippets and of every record in flash.
 * "123456789" gives 0x29b1. Pieces give what the whole gives.
 */
uint16_t crc16(uint16_t so_far, const void *bytes, size_t size);

#endif
