import { AppError } from '@fettle/kernel';
import type { LogRecord, StoredRecord } from './port';

const VERSION = 1;
const MAX_VARINT_BYTES = 5;

/**
 * Packs records into one payload: version, count, a dictionary of all keys, header names and header values, then
 * the records as dictionary indices and raw value bytes. A key that repeats costs one or two bytes a record.
 */
export function encodeRecords(records: readonly LogRecord[]): Buffer {
  const dictionary = new Map<string, number>();
  let bound = 1 + 2 * MAX_VARINT_BYTES;
  const intern = (text: string): void => {
    if (dictionary.has(text)) return;
    dictionary.set(text, dictionary.size);
    bound += MAX_VARINT_BYTES + text.length * 3;
  };
  for (const record of records) {
    intern(record.key);
    bound += 3 * MAX_VARINT_BYTES + record.value.length;
    for (const name in record.headers) {
      intern(name);
      intern(record.headers[name]!);
      bound += 2 * MAX_VARINT_BYTES;
    }
  }
  const writer = new Writer(Buffer.allocUnsafe(bound));
  writer.byte(VERSION);
  writer.varint(records.length);
  writer.varint(dictionary.size);
  for (const text of dictionary.keys()) writer.text(text);
  for (const record of records) writeRecord(writer, dictionary, record);
  return writer.done();
}

function writeRecord(writer: Writer, dictionary: ReadonlyMap<string, number>, record: LogRecord): void {
  writer.varint(dictionary.get(record.key)!);
  const names = record.headers ? Object.keys(record.headers) : [];
  writer.varint(names.length);
  for (const name of names) {
    writer.varint(dictionary.get(name)!);
    writer.varint(dictionary.get(record.headers![name]!)!);
  }
  writer.varint(record.value.length);
  writer.bytes(record.value);
}

/**
 * The inverse of {@link encodeRecords}; offsets count up from `baseOffset`. Values are views of `payload`, not copies.
 * Throws `LOG.CORRUPT` when the bytes are not such a payload.
 */
export function decodeRecords(payload: Buffer, baseOffset: number): StoredRecord[] {
  const reader = new Reader(payload);
  if (reader.byte() !== VERSION) throw corrupt('unknown version');
  const count = reader.varint();
  const dictionary = Array.from({ length: reader.count() }, () => reader.text());
  const word = (): string => dictionary[reader.varint()] ?? fail();
  const records: StoredRecord[] = [];
  for (let i = 0; i < count; i++) {
    const key = word();
    const headerCount = reader.varint();
    const headers: Record<string, string> = headerCount === 0 ? NO_HEADERS : {};
    for (let h = 0; h < headerCount; h++) headers[word()] = word();
    records.push({ key, value: reader.bytes(reader.varint()), headers, offset: baseOffset + i });
  }
  return records;
}

const NO_HEADERS: Record<string, string> = Object.freeze({});

function corrupt(why: string): AppError {
  return new AppError('LOG.CORRUPT', `a stored batch cannot be read: ${why}`);
}

function fail(): never {
  throw corrupt('index outside the dictionary');
}

class Writer {
  private at = 0;

  constructor(private readonly buffer: Buffer) {}

  byte(value: number): void {
    this.buffer[this.at++] = value;
  }

  varint(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.buffer[this.at++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.buffer[this.at++] = rest;
  }

  text(value: string): void {
    const length = Buffer.byteLength(value);
    this.varint(length);
    this.at += this.buffer.write(value, this.at, length, 'utf8');
  }

  bytes(value: Uint8Array): void {
    this.buffer.set(value, this.at);
    this.at += value.length;
  }

  done(): Buffer {
    return this.buffer.subarray(0, this.at);
  }
}

class Reader {
  private at = 0;

  constructor(private readonly buffer: Buffer) {}

  byte(): number {
    const value = this.buffer[this.at++];
    if (value === undefined) throw corrupt('it ends early');
    return value;
  }

  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 7 * MAX_VARINT_BYTES; shift += 7) {
      const byte = this.byte();
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
    throw corrupt('a number is too long');
  }

  /** A number of things of at least one byte each: never more than bytes are left, so memory stays bounded. */
  count(): number {
    const value = this.varint();
    if (value > this.buffer.length - this.at) throw corrupt('it ends early');
    return value;
  }

  text(): string {
    const bytes = this.bytes(this.varint());
    return bytes.toString('utf8');
  }

  bytes(length: number): Buffer {
    const end = this.at + length;
    if (end > this.buffer.length) throw corrupt('it ends early');
    const value = this.buffer.subarray(this.at, end);
    this.at = end;
    return value;
  }
}
