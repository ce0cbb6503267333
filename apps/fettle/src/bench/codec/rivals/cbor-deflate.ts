import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { Encoder } from 'cbor-x';
import type { Batch } from '../batch';
import type { Decoded, Rival } from './rival';

const cbor = new Encoder({ useRecords: false, variableMapSize: true });

/** Columns as arrays: [first time, [steps], [numbers] …]; the smallest integers that hold each number. */
function columnsForm({ times, columns }: Batch): unknown {
  return [
    times[0],
    times.slice(1).map((time, i) => time - times[i]!),
    ...columns.map(({ numbers }) => numbers),
  ];
}

/** Samples as arrays: [[step, number …] …]. */
function rowsForm({ times, columns }: Batch): unknown {
  return times.map((time, i) => [
    i === 0 ? time : time - times[i - 1]!,
    ...columns.map(({ numbers }) => numbers[i]),
  ]);
}

/** CBOR (RFC 8949) without names, deflated (RFC 1951, no wrapper) at level 9; columns or rows, whichever is smaller. */
export const cborDeflate: Rival = {
  name: 'cborDeflate',
  encode(batch) {
    const [columns, rows] = [columnsForm(batch), rowsForm(batch)].map((form) =>
      deflateRawSync(cbor.encode(form), { level: 9 }),
    );
    return columns!.length <= rows!.length ? columns! : rows!;
  },
  decode(bytes) {
    const value = cbor.decode(inflateRawSync(bytes)) as unknown[];
    return Array.isArray(value[0]) ? fromRows(value as (number | null)[][]) : fromColumns(value);
  },
};

function fromColumns([first, deltas, ...columns]: unknown[]): Decoded {
  let time = first as number;
  return {
    times: [time, ...(deltas as number[]).map((delta) => (time += delta))],
    columns: columns as (number | null)[][],
  };
}

function fromRows(rows: (number | null)[][]): Decoded {
  let time = 0;
  return {
    times: rows.map((row) => (time += row[0]!)),
    columns: rows[0]!.slice(1).map((_, i) => rows.map((row) => row[i + 1]!)),
  };
}
