import type { Batch } from '../batch';
import { BitTape } from './bit-tape';
import type { Rival } from './rival';

/**
 * Gorilla (Pelkonen et al., VLDB 2015, section 4.1): times once for all columns as delta of delta, values as XOR with the
 * one before, leading and meaningful bits. Values are doubles: the real ones or the integers at the column's resolution,
 * whichever comes out smaller (integers end in more zero bits). Missing values, which Gorilla does not know, cost one
 * bit a sample in columns that have them.
 */
export const gorilla: Rival = {
  name: 'gorilla',
  encode(batch) {
    const [real, integers] = [write(batch, false), write(batch, true)];
    return real.length < integers.length ? real : integers;
  },
  decode(bytes, batch) {
    const tape = new BitTape(bytes);
    const asIntegers = tape.read(1) === 1n;
    const times = readTimes(tape, batch.times.length);
    const columns = batch.columns.map(({ input }) => {
      const values = readColumn(tape, batch.times.length);
      if (asIntegers || input.kind === 'float64') return values;
      return values.map((value) => (value === null ? null : toMantissa(value, input.exponent, input.kind)));
    });
    return { times, columns };
  },
};

function toMantissa(value: number, exponent: number, kind: string): number {
  if (kind === 'probability' && exponent > 0) return Math.round(value * 2 ** exponent);
  return Math.round(exponent < 0 ? value * 10 ** -exponent : value / 10 ** exponent);
}

function write({ times, columns }: Batch, asIntegers: boolean): Uint8Array {
  const tape = new BitTape();
  tape.write(asIntegers ? 1n : 0n, 1);
  writeTimes(tape, times);
  for (const { numbers, values } of columns) writeColumn(tape, asIntegers ? numbers : values);
  return tape.bytes();
}

/** Ranges of delta of delta with their prefixes, as in the paper; the last one is 64 bits here since times are milliseconds. */
const BUCKETS = [
  { prefix: 0b10n, prefixBits: 2, bits: 7 },
  { prefix: 0b110n, prefixBits: 3, bits: 9 },
  { prefix: 0b1110n, prefixBits: 4, bits: 12 },
  { prefix: 0b1111n, prefixBits: 4, bits: 64 },
] as const;

function writeTimes(tape: BitTape, times: readonly number[]): void {
  tape.write(BigInt(times[0]!), 64);
  let delta = 0;
  for (let i = 1; i < times.length; i++) {
    const next = times[i]! - times[i - 1]!;
    const change = next - delta;
    delta = next;
    if (change === 0) {
      tape.write(0n, 1);
      continue;
    }
    const bucket = BUCKETS.find(({ bits }) => change > -(2 ** (bits - 1)) && change <= 2 ** (bits - 1))!;
    tape.write(bucket.prefix, bucket.prefixBits);
    tape.write(BigInt(change) + (1n << BigInt(bucket.bits - 1)) - 1n, bucket.bits);
  }
}

function readTimes(tape: BitTape, count: number): number[] {
  const times = [Number(BigInt.asIntN(64, tape.read(64)))];
  let delta = 0;
  while (times.length < count) {
    if (tape.read(1) === 1n) {
      const index = tape.read(1) === 0n ? 0 : tape.read(1) === 0n ? 1 : tape.read(1) === 0n ? 2 : 3;
      const { bits } = BUCKETS[index]!;
      delta += Number(tape.read(bits) - (1n << BigInt(bits - 1)) + 1n);
    }
    times.push(times.at(-1)! + delta);
  }
  return times;
}

const doubles = new Float64Array(1);
const patterns = new BigUint64Array(doubles.buffer);

function patternOf(value: number): bigint {
  doubles[0] = value;
  return patterns[0]!;
}

function valueOf(pattern: bigint): number {
  patterns[0] = pattern;
  return doubles[0]!;
}

function zerosBefore(x: bigint): number {
  return 64 - x.toString(2).length;
}

function zerosAfter(x: bigint): number {
  const text = x.toString(2);
  return text.length - 1 - text.lastIndexOf('1');
}

function writeColumn(tape: BitTape, values: readonly (number | null)[]): void {
  const hasGaps = values.includes(null);
  tape.write(hasGaps ? 1n : 0n, 1);
  let before: bigint | null = null;
  let window = { leading: 64, trailing: 0 };
  for (const value of values) {
    if (hasGaps) tape.write(value === null ? 1n : 0n, 1);
    if (value === null) continue;
    const pattern = patternOf(value);
    if (before === null) tape.write(pattern, 64);
    else window = writeXor(tape, pattern ^ before, window);
    before = pattern;
  }
}

interface Window {
  readonly leading: number;
  readonly trailing: number;
}

function writeXor(tape: BitTape, xor: bigint, window: Window): Window {
  if (xor === 0n) {
    tape.write(0n, 1);
    return window;
  }
  const leading = Math.min(31, zerosBefore(xor));
  const trailing = zerosAfter(xor);
  if (leading >= window.leading && trailing >= window.trailing) {
    tape.write(0b10n, 2);
    tape.write(xor >> BigInt(window.trailing), 64 - window.leading - window.trailing);
    return window;
  }
  const meaningful = 64 - leading - trailing;
  tape.write(0b11n, 2);
  tape.write(BigInt(leading), 5);
  tape.write(BigInt(meaningful % 64), 6);
  tape.write(xor >> BigInt(trailing), meaningful);
  return { leading, trailing };
}

function readColumn(tape: BitTape, count: number): (number | null)[] {
  const hasGaps = tape.read(1) === 1n;
  let before: bigint | null = null;
  let window: Window = { leading: 64, trailing: 0 };
  return Array.from({ length: count }, () => {
    if (hasGaps && tape.read(1) === 1n) return null;
    if (before === null) before = tape.read(64);
    else if (tape.read(1) === 1n) {
      if (tape.read(1) === 1n) {
        const leading = Number(tape.read(5));
        window = { leading, trailing: 64 - leading - (Number(tape.read(6)) || 64) };
      }
      before ^= tape.read(64 - window.leading - window.trailing) << BigInt(window.trailing);
    }
    return valueOf(before);
  });
}
