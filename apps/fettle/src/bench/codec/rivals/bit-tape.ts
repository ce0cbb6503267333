/** Bits in order, most significant first, for codecs whose speed is not measured. */
export class BitTape {
  private readonly bits: number[] = [];
  private at = 0;

  constructor(bytes?: Uint8Array) {
    for (const byte of bytes ?? []) for (let bit = 7; bit >= 0; bit--) this.bits.push((byte >> bit) & 1);
  }

  /** The low `count` bits of a value. */
  write(value: bigint, count: number): void {
    for (let bit = BigInt(count - 1); bit >= 0n; bit--) this.bits.push(Number((value >> bit) & 1n));
  }

  /** The next `count` bits; zeros after the end. */
  read(count: number): bigint {
    let value = 0n;
    for (let i = 0; i < count; i++) value = (value << 1n) | BigInt(this.bits[this.at++] ?? 0);
    return value;
  }

  /** All that was written, the last byte filled with zeros. */
  bytes(): Uint8Array {
    const bytes = new Uint8Array(Math.ceil(this.bits.length / 8));
    this.bits.forEach((bit, i) => (bytes[i >> 3]! |= bit << (7 - (i & 7))));
    return bytes;
  }
}
