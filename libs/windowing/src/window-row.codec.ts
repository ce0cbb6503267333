import type { SignalAggregate } from '@fettle/contracts';
import { ByteReader, ByteWriter, malformed } from './bytes';
import { powerOfTen } from './decimal';
import { single } from './finish';

const VERSION = 1;
/** Scale of a signal's numbers: 0..14 are so many decimal places, 15 says that they are plain doubles. */
const PLAIN = 15;
/** Set where the one reading stands for all aggregates. */
const SINGLE = 16;

/** Aggregates other than count, minimum and maximum, in the order in which they are written. */
const OTHERS = ['mean', 'last', 'stddev', 'p50', 'p95', 'p99'] as const;

/**
 * Packs the aggregates of one window (rising signal ids): about 4 bytes for a signal with a single reading, some 30 for
 * one with many. Every number comes back as the same double.
 */
export function encodeWindowRow(signals: readonly SignalAggregate[]): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  writer.byte(VERSION);
  writeSignals(writer, signals);
  return writer.result();
}

/** The inverse of {@link encodeWindowRow}. Throws `WINDOW.MALFORMED`. */
export function decodeWindowRow(bytes: Uint8Array): SignalAggregate[] {
  const reader = new ByteReader(bytes);
  requireVersion(reader);
  return readSignals(reader);
}

/** Throws `WINDOW.MALFORMED` unless the next byte is the version that this code writes. */
export function requireVersion(reader: ByteReader, version = VERSION): void {
  if (reader.byte() !== version) throw malformed('written by another version');
}

/** A counted list of signals, without a version. */
export function writeSignals(writer: ByteWriter, signals: readonly SignalAggregate[]): void {
  writer.unsigned(signals.length);
  let before = 0;
  for (const signal of signals) {
    writer.unsigned(signal.signalId - before);
    before = signal.signalId;
    writeSignal(writer, signal);
  }
}

/** The inverse of {@link writeSignals}. */
export function readSignals(reader: ByteReader): SignalAggregate[] {
  const signals: SignalAggregate[] = [];
  let signalId = 0;
  for (let left = reader.length(); left > 0; left--) {
    signalId += reader.unsigned();
    signals.push(readSignal(reader, signalId));
  }
  return signals;
}

/** One number by itself: the decimal that it is, or the plain double. */
export function writeDecimal(writer: ByteWriter, value: number): void {
  const places = placesOf(value);
  writer.byte(places);
  writeNumber(writer, value, places);
}

/** The inverse of {@link writeDecimal}. */
export function readDecimal(reader: ByteReader): number {
  return readNumber(reader, reader.byte() & 15);
}

function writeSignal(writer: ByteWriter, signal: SignalAggregate): void {
  const { count, min, max } = signal;
  const places = commonPlaces(count === 1 ? [min] : [min, max, signal.last]);
  if (count === 1) {
    writer.byte(places + SINGLE);
    writeNumber(writer, min, places);
    return;
  }
  writer.byte(places);
  writer.unsigned(count);
  writeNumber(writer, min, places);
  writeNumber(writer, max, places);
  // A bit for each number that is a decimal of as many places; means and deviations rarely are.
  const decimals = OTHERS.map((name) => places !== PLAIN && isDecimal(signal[name], places));
  writer.byte(decimals.reduce((bits, decimal, i) => bits + (decimal ? 1 << i : 0), 0));
  OTHERS.forEach((name, i) => writeNumber(writer, signal[name], decimals[i] ? places : PLAIN));
}

function readSignal(reader: ByteReader, signalId: number): SignalAggregate {
  const head = reader.byte();
  const places = head & 15;
  if (head & SINGLE) {
    const value = readNumber(reader, places);
    return single(signalId, value);
  }
  const count = reader.unsigned();
  const min = readNumber(reader, places);
  const max = readNumber(reader, places);
  const bits = reader.byte();
  const next = (index: number): number => readNumber(reader, bits & (1 << index) ? places : PLAIN);
  return {
    signalId,
    count,
    min,
    max,
    mean: next(0),
    last: next(1),
    stddev: next(2),
    p50: next(3),
    p95: next(4),
    p99: next(5),
  };
}

function writeNumber(writer: ByteWriter, value: number, places: number): void {
  if (places === PLAIN) writer.double(value);
  else writer.signed(Math.round(value * powerOfTen(places)));
}

function readNumber(reader: ByteReader, places: number): number {
  return places === PLAIN ? reader.double() : reader.signed() / powerOfTen(places);
}

/** The fewest decimal places that hold all of these exactly, or {@link PLAIN}. */
function commonPlaces(values: readonly number[]): number {
  const most = values.reduce((places, value) => Math.max(places, placesOf(value)), 0);
  return most < PLAIN && values.every((value) => isDecimal(value, most)) ? most : PLAIN;
}

/** The fewest decimal places that hold this double exactly, or {@link PLAIN}. */
function placesOf(value: number): number {
  for (let places = 0; places < PLAIN; places++) if (isDecimal(value, places)) return places;
  return PLAIN;
}

function isDecimal(value: number, places: number): boolean {
  const mantissa = Math.round(value * powerOfTen(places));
  return (
    Math.abs(mantissa) <= Number.MAX_SAFE_INTEGER &&
    mantissa / powerOfTen(places) === value &&
    !Object.is(value, -0)
  );
}
