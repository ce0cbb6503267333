import type { Batch } from '../batch';
import type { Decoded } from './rival';

/**
 * The uncompressed forms that general compressors are given; each compressor is credited with the form that suits it
 * best. Times are already differences from the first one, numbers are already integers at the column's resolution:
 * more help than a compressor put behind plain JSON or CSV gets.
 */
export interface PlainForm {
  write(batch: Batch): Uint8Array;
  read(bytes: Uint8Array, batch: Batch): Decoded;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const cell = (value: number | null): string => (value === null ? '' : String(value));
const uncell = (text: string): number | null => (text === '' ? null : Number(text));
const steps = (times: readonly number[]): number[] =>
  times.map((time, i) => (i === 0 ? time : time - times[i - 1]!));

function accumulate(deltas: readonly number[]): number[] {
  let time = 0;
  return deltas.map((delta) => (time += delta));
}

/** One line a signal: comma-separated integers. */
const textColumns: PlainForm = {
  write: ({ times, columns }) =>
    encoder.encode(
      [steps(times), ...columns.map(({ numbers }) => numbers)]
        .map((line) => line.map(cell).join())
        .join('\n'),
    ),
  read(bytes) {
    const [times, ...columns] = decoder
      .decode(bytes)
      .split('\n')
      .map((line) => line.split(',').map(uncell));
    return { times: accumulate(times!.map((time) => time!)), columns };
  },
};

/** One line a sample, as a CSV file has it. */
const textRows: PlainForm = {
  write: ({ times, columns }) =>
    encoder.encode(
      steps(times)
        .map((step, i) => [step, ...columns.map(({ numbers }) => numbers[i]!)].map(cell).join())
        .join('\n'),
    ),
  read(bytes, { columns }) {
    const rows = decoder
      .decode(bytes)
      .split('\n')
      .map((line) => line.split(',').map(uncell));
    return {
      times: accumulate(rows.map((row) => row[0]!)),
      columns: columns.map((_, i) => rows.map((row) => row[i + 1]!)),
    };
  },
};

type Width = 1 | 2 | 4 | 8;

/** Little-endian columns, each in the narrowest of int8, int16, int32 and double that holds it; then a bit for each missing value. */
const binaryColumns: PlainForm = {
  write({ times, columns }) {
    const lists = [steps(times).slice(1), ...columns.map(({ numbers }) => numbers)];
    const out: number[] = [...littleEndian(times[0]!, 8)];
    for (const list of lists) {
      const width = widthOf(list);
      out.push(width, ...list.flatMap((value) => littleEndian(value ?? 0, width)));
      const gaps = list.some((value) => value === null);
      out.push(gaps ? 1 : 0);
      if (gaps)
        for (let i = 0; i < list.length; i += 8)
          out.push(
            list
              .slice(i, i + 8)
              .reduce<number>((byte, value, bit) => byte | (value === null ? 1 << bit : 0), 0),
          );
    }
    return Uint8Array.from(out);
  },
  read(bytes, { times, columns }) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 8;
    const list = (count: number): (number | null)[] => {
      const width = bytes[at++] as Width;
      const numbers: (number | null)[] = Array.from({ length: count }, (_, i) =>
        readNumber(view, at + i * width, width),
      );
      at += count * width;
      if (bytes[at++] === 1) {
        for (let i = 0; i < count; i++) if (bytes[at + (i >> 3)]! & (1 << (i & 7))) numbers[i] = null;
        at += Math.ceil(count / 8);
      }
      return numbers;
    };
    const deltas = [view.getFloat64(0, true), ...list(times.length - 1).map((delta) => delta!)];
    return { times: accumulate(deltas), columns: columns.map(() => list(times.length)) };
  },
};

function widthOf(list: readonly (number | null)[]): Width {
  const fits = (width: number): boolean =>
    list.every(
      (value) =>
        value === null ||
        (Number.isInteger(value) && !Object.is(value, -0) && Math.abs(value) < 2 ** (8 * width - 1)),
    );
  return fits(1) ? 1 : fits(2) ? 2 : fits(4) ? 4 : 8;
}

function littleEndian(value: number, width: Width): number[] {
  const view = new DataView(new ArrayBuffer(8));
  if (width === 8) view.setFloat64(0, value, true);
  else view.setInt32(0, value, true);
  return Array.from({ length: width }, (_, i) => view.getUint8(i));
}

function readNumber(view: DataView, at: number, width: Width): number {
  if (width === 1) return view.getInt8(at);
  if (width === 2) return view.getInt16(at, true);
  return width === 4 ? view.getInt32(at, true) : view.getFloat64(at, true);
}

/** Every form a compressor may choose from; the index is its first byte and is not counted. */
export const PLAIN_FORMS: readonly PlainForm[] = [textColumns, textRows, binaryColumns];
