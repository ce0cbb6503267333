import { AppError } from '@fettle/kernel';

const SEVEN_BITS = 128;
const SIX_BITS = 64;
const LIMB_BITS = 48n;
const LIMB_MASK = (1n << LIMB_BITS) - 1n;

/** Bytes in the making. Integers are little-endian base 128 (LEB128), any integer from 0 to 2^53. */
export class ByteWriter {
  private bytes = new Uint8Array(256);
  private view = new DataView(this.bytes.buffer);
  length = 0;

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  /** A whole number from 0 to 2^53. */
  unsigned(value: number): void {
    this.reserve(8);
    let rest = value;
    while (rest >= SEVEN_BITS) {
      const high = Math.floor(rest / SEVEN_BITS);
      this.bytes[this.length++] = rest - high * SEVEN_BITS + SEVEN_BITS;
      rest = high;
    }
    this.bytes[this.length++] = rest;
  }

  /** A whole number within 2^53 of zero: six bits and the sign in the first byte, the rest as in {@link unsigned}. */
  signed(value: number): void {
    const size = Math.abs(value);
    const rest = Math.floor(size / SIX_BITS);
    const sign = value < 0 ? SIX_BITS : 0;
    this.byte(size - rest * SIX_BITS + sign + (rest > 0 ? SEVEN_BITS : 0));
    if (rest > 0) this.unsigned(rest);
  }

  double(value: number): void {
    this.reserve(8);
    this.view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  /** A whole number of any size. */
  big(value: bigint): void {
    const limbs: number[] = [];
    for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= LIMB_BITS) {
      limbs.push(Number(rest & LIMB_MASK));
    }
    this.signed(value < 0n ? -limbs.length : limbs.length);
    for (const limb of limbs) this.unsigned(limb);
  }

  /** A copy of what was written. */
  result(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = new Uint8Array(2 * this.bytes.length + more);
    larger.set(this.bytes);
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }
}

/** Reads what {@link ByteWriter} wrote. Throws `WINDOW.MALFORMED` where the bytes end too early or a number is too long. */
export class ByteReader {
  private at = 0;
  private readonly view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining(): number {
    return this.bytes.length - this.at;
  }

  byte(): number {
    if (this.remaining < 1) throw malformed();
    return this.bytes[this.at++]!;
  }

  unsigned(): number {
    let value = 0;
    for (let scale = 1; scale <= Number.MAX_SAFE_INTEGER; scale *= SEVEN_BITS) {
      const byte = this.byte();
      if (byte < SEVEN_BITS) return value + byte * scale;
      value += (byte - SEVEN_BITS) * scale;
    }
    throw malformed();
  }

  /** A number of things of at least one byte each that follow: never more than the bytes left. */
  length(): number {
    const length = this.unsigned();
    if (length > this.remaining) throw malformed();
    return length;
  }

  signed(): number {
    const first = this.byte();
    const low = first & (SIX_BITS - 1);
    const size = first >= SEVEN_BITS ? low + this.unsigned() * SIX_BITS : low;
    return first & SIX_BITS ? 0 - size : size;
  }

  double(): number {
    if (this.remaining < 8) throw malformed();
    this.at += 8;
    return this.view.getFloat64(this.at - 8, true);
  }

  big(): bigint {
    const length = this.signed();
    if (Math.abs(length) > this.remaining) throw malformed();
    let value = 0n;
    for (let limb = 0n; limb < Math.abs(length); limb++)
      value += BigInt(this.unsigned()) << (limb * LIMB_BITS);
    return length < 0 ? -value : value;
  }
}

/** What is thrown at bytes that no version of this library wrote. */
export function malformed(detail = 'the bytes end too early or hold a number too long'): AppError {
  return new AppError('WINDOW.MALFORMED', detail);
}
