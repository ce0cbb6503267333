/**
 * A column of byte strings as one parameter: all of them end to end, with lengths and where each begins (from 1). The
 * driver sends one buffer as it is, where an array of buffers would be spelt out in hexadecimal.
 */
export class ByteColumn {
  readonly starts: number[] = [];
  readonly lengths: number[] = [];
  private readonly parts: Uint8Array[] = [];
  private next = 1;

  constructor(values: Iterable<Uint8Array> = []) {
    for (const value of values) this.push(value);
  }

  push(value: Uint8Array): void {
    this.starts.push(this.next);
    this.lengths.push(value.length);
    this.parts.push(value);
    this.next += value.length;
  }

  bytes(): Buffer {
    return Buffer.concat(this.parts);
  }
}
