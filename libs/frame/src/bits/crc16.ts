/** Polynomial x^16 + x^12 + x^5 + 1, four bits at a time: 16 entries, 32 bytes on a device. */
const NIBBLE = Uint16Array.from({ length: 16 }, (_, nibble) => {
  let crc = nibble << 12;
  for (let bit = 0; bit < 4; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
  return crc & 0xffff;
});

/** CRC-16/IBM-3740 ("CCITT-FALSE": initial 0xFFFF, no reflection, no final XOR) of bytes [0, end). "123456789" gives 0x29B1. */
export function crc16(bytes: Uint8Array, end: number): number {
  let crc = 0xffff;
  for (let i = 0; i < end; i++) {
    const byte = bytes[i]!;
    crc = ((crc << 4) & 0xffff) ^ NIBBLE[(crc >>> 12) ^ (byte >>> 4)]!;
    crc = ((crc << 4) & 0xffff) ^ NIBBLE[(crc >>> 12) ^ (byte & 15)]!;
  }
  return crc;
}
