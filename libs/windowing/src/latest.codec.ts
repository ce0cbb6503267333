import { ByteReader, ByteWriter } from './bytes';
import type { LatestReading } from './device-windows';
import { readDecimal, requireVersion, writeDecimal } from './window-row.codec';

const VERSION = 1;

/** Packs the newest reading of each signal (rising signal ids): some ten bytes a signal. */
export function encodeLatest(readings: readonly LatestReading[]): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  writer.byte(VERSION);
  writer.unsigned(readings.length);
  let signal = 0;
  let atMs = 0;
  for (const reading of readings) {
    writer.unsigned(reading.signalId - signal);
    writer.signed(reading.atMs - atMs);
    writeDecimal(writer, reading.value);
    signal = reading.signalId;
    atMs = reading.atMs;
  }
  return writer.result();
}

/** The inverse of {@link encodeLatest}. Throws `WINDOW.MALFORMED`. */
export function decodeLatest(bytes: Uint8Array): LatestReading[] {
  const reader = new ByteReader(bytes);
  requireVersion(reader, VERSION);
  const readings: LatestReading[] = [];
  let signalId = 0;
  let atMs = 0;
  for (let left = reader.length(); left > 0; left--) {
    signalId += reader.unsigned();
    atMs += reader.signed();
    readings.push({ signalId, atMs, value: readDecimal(reader) });
  }
  return readings;
}
