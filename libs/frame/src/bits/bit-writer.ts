import { AppError } from '@fettle/kernel';
import { bitLength, zigzag } from './numbers';

/** Writes bits, most significant first, into memory it was given. Throws `FRAME.TOO_LARGE` when that is full. */
export class BitWriter {
  private accumulator = 0;
  private free = 8;
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** Whole bytes written so far; the next bit starts a new byte after {@link align}. */
  get length(): number {
    return this.at;
  }

  /** The low `count` bits (0 to 32) of an unsigned integer. */
  bits(value: number, count: number): void {
    let left = count;
    while (left > 0) {
      const take = Math.min(left, this.free);
      const part = (value >>> (left - take)) & (0xff >>> (8 - take));
      this.accumulator |= part << (this.free - take);
      this.free -= take;
      left -= take;
      if (this.free === 0) this.flush();
    }
  }

  /** The low `count` bits (0 to 53) of an unsigned integer below 2^53. */
  wideBits(value: number, count: number): void {
    if (count > 32) {
      this.bits(Math.floor(value / 4294967296), count - 32);
      this.bits(value >>> 0, 32);
    } else {
      this.bits(value >>> 0, count);
    }
  }

  /** `count` one bits. */
  ones(count: number): void {
    for (let left = count; left > 0; left -= 32) this.bits(0xffffffff, Math.min(left, 32));
  }

  /** An integer of 0 to 2^53 - 1: its length in 6 bits, then its bits without the leading one. */
  number(value: number): void {
    const length = bitLength(value);
    this.bits(length, 6);
    if (length > 1) this.wideBits(value - 2 ** (length - 1), length - 1);
  }

  /** An integer of magnitude below 2^52, as the {@link number} of its zigzag. */
  signed(value: number): void {
    this.number(zigzag(value));
  }

  /** An unsigned integer below 2^56 in groups of seven bits, lowest first; only where bytes are aligned. */
  varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.bits((rest % 128) | 128, 8);
      rest = Math.floor(rest / 128);
    }
    this.bits(rest, 8);
  }

  /** Fills the byte that was begun with zeros. */
  align(): void {
    if (this.free < 8) this.flush();
  }

  private flush(): void {
    if (this.at >= this.bytes.length) {
      throw new AppError('FRAME.TOO_LARGE', 'the frame does not fit: send fewer samples at a time', {
        details: { limitBytes: this.bytes.length },
      });
    }
    this.bytes[this.at++] = this.accumulator;
    this.accumulator = 0;
    this.free = 8;
  }
}

/** Bits that {@link BitWriter.number} takes. */
export function numberBits(value: number): number {
  return 6 + Math.max(0, bitLength(value) - 1);
}

/** Bits that {@link BitWriter.signed} takes. */
export function signedBits(value: number): number {
  return numberBits(zigzag(value));
}
