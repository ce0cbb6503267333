const MAX_LENGTH_BYTES = 4;

/**
 * Walks the fixed headers of an MQTT byte stream (MQTT 3.1.1, 2.2.3), however it is cut into chunks, and finds a packet
 * that announces more than the limit before any of it is buffered. Keeps five numbers, never bytes.
 */
export class PacketScanner {
  /** Bytes of the current packet's body still to come. */
  private bodyLeft = 0;
  private lengthBytes = 0;
  private length = 0;
  private inLength = false;

  constructor(public limitBytes: number) {}

  /** The announced size of the first packet that is too large (or whose length is malformed), or null when all are fine. */
  oversize(chunk: Uint8Array): number | null {
    let at = 0;
    while (at < chunk.length) {
      if (this.bodyLeft > 0) {
        const step = Math.min(this.bodyLeft, chunk.length - at);
        this.bodyLeft -= step;
        at += step;
      } else if (!this.inLength) {
        this.inLength = true;
        this.length = 0;
        this.lengthBytes = 0;
        at += 1;
      } else {
        const announced = this.takeLengthByte(chunk[at]!);
        if (announced !== null) return announced;
        at += 1;
      }
    }
    return null;
  }

  private takeLengthByte(byte: number): number | null {
    this.length += (byte & 0x7f) * 128 ** this.lengthBytes;
    this.lengthBytes += 1;
    if (this.length > this.limitBytes) return this.length;
    if (byte < 0x80) {
      this.inLength = false;
      this.bodyLeft = this.length;
      return null;
    }
    return this.lengthBytes === MAX_LENGTH_BYTES ? Number.POSITIVE_INFINITY : null;
  }
}
