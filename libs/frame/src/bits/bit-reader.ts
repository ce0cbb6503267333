import type { RejectReason } from '../reject-reasons';
import { unzigzag } from './numbers';

/** Bytes after the end that fast loops may look at: the longest code (16 + 6 + 53 bits) and a 32-bit window. */
const PADDING = 16;

/**
 * Reads bits, most significant first, from a padded copy of a frame. Never throws and never reads outside:
 * the first thing that is wrong is kept in {@link reason}, and everything read after it is 0.
 */
export class BitReader {
  /** Position and end, in bits from the frame's first byte. Fast loops move the position themselves. */
  position = 0;
  end = 0;
  reason: RejectReason | null = null;
  view = new DataView(new ArrayBuffer(0));
  bytes = new Uint8Array(0);

  /** Copies the frame and stands at its first bit; `length` bytes of it may be read. */
  load(frame: Uint8Array, length: number): void {
    if (this.bytes.length < length + PADDING) {
      this.bytes = new Uint8Array(Math.max(1_024, 2 ** Math.ceil(Math.log2(length)) + PADDING));
      this.view = new DataView(this.bytes.buffer);
    }
    this.bytes.set(length === frame.length ? frame : frame.subarray(0, length));
    this.bytes.fill(0, length, length + PADDING);
    this.position = 0;
    this.end = length * 8;
    this.reason = null;
  }

  /** Keeps the first reason; later ones are its consequences. */
  fail(reason: RejectReason): void {
    this.reason ??= reason;
  }

  /** An unsigned integer of 0 to 32 bits. */
  bits(count: number): number {
    if (this.position + count > this.end || this.reason !== null) {
      this.fail('TRUNCATED');
      return 0;
    }
    if (count === 0) return 0;
    const at = this.position >>> 3;
    const shift = this.position & 7;
    this.position += count;
    const high = (this.view.getUint32(at) << shift) | (this.bytes[at + 4]! >>> (8 - shift));
    return high >>> (32 - count);
  }

  /** An unsigned integer of 0 to 53 bits. */
  wideBits(count: number): number {
    if (count <= 32) return this.bits(count);
    const high = this.bits(count - 32);
    return high * 4294967296 + this.bits(32);
  }

  /** An integer of 0 to 2^53 - 1, see {@link BitWriter.number}; a length above 53 is `BAD_MODE_PARAMETER`. */
  number(): number {
    const length = this.bits(6);
    if (length > 53) this.fail('BAD_MODE_PARAMETER');
    if (length < 2 || this.reason !== null) return length === 1 ? 1 : 0;
    if (length <= 31) return (1 << (length - 1)) | this.bits(length - 1);
    return 2 ** (length - 1) + this.wideBits(length - 1);
  }

  /** A signed integer, see {@link BitWriter.signed}. */
  signed(): number {
    return unzigzag(this.number());
  }

  /** A whole byte; only where bytes are aligned. */
  byte(): number {
    if (this.position >= this.end || this.reason !== null) {
      this.fail('TRUNCATED');
      return 0;
    }
    const byte = this.bytes[this.position >>> 3]!;
    this.position += 8;
    return byte;
  }

  /**
   * An unsigned integer of at most `maxBits` bits rounded up to whole groups of seven; `BAD_VARINT` when more follow.
   * Only where bytes are aligned; exact below 2^53, larger ones are for the caller to refuse.
   */
  varint(maxBits: number): number {
    let value = 0;
    let weight = 1;
    for (let bits = 0; bits < maxBits; bits += 7) {
      const byte = this.byte();
      value += (byte & 127) * weight;
      if (byte < 128) return value;
      weight *= 128;
    }
    this.fail('BAD_VARINT');
    return 0;
  }

  /** True when nothing but zero bits up to the end of the current byte is left. */
  isExhausted(): boolean {
    const left = this.end - this.position;
    return left < 8 && this.bits(left) === 0 && this.reason === null;
  }
}
