/**
 * CRC-16/IBM-3740 ("CCITT-FALSE": polynomial 0x1021, initial 0xFFFF, no reflection, no final XOR) of bytes [0, end).
 * "123456789" gives 0x29B1. A byte at a time without a table: the polynomial has so few terms that the feedback of
 * eight steps is three shifts.
 */
export function crc16(bytes: Uint8Array, end: number): number {
  let crc = 0xffff;
  for (let i = 0; i < end; i++) {
    let x = (crc >>> 8) ^ bytes[i]!;
    x ^= x >>> 4;
    crc = ((crc << 8) ^ (x << 12) ^ (x << 5) ^ x) & 0xffff;
  }
  return crc;
}
