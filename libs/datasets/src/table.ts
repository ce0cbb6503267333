import { AppError } from '@fettle/kernel';
import { readLines } from './lines';
import type { Sample } from './series';

/** How one column of a table becomes a signal. */
export interface ColumnRule {
  /** Header text, compared after trimming. */
  readonly column: string;
  readonly signal: string;
  /** From the source's unit to the signal's; undefined: a missing reading. */
  readonly convert?: (value: number) => number | undefined;
}

export interface TableShape {
  readonly separator: ',' | ';';
  /** Columns that make the time, joined by a space; a column may be named by its place with `#0`. */
  readonly time: readonly string[];
  readonly parseTime: (text: string) => number;
  readonly columns: readonly ColumnRule[];
  /** False: the row does not count. By header text. */
  readonly keep?: (cell: (column: string) => string) => boolean;
}

/**
 * Rows of a delimited file as samples whose times strictly rise: a row that does not lie after its predecessor is left
 * out, as is one without any value. Throws `DATA.MALFORMED` when a named column is absent.
 */
export async function* readTable(path: string, shape: TableShape): AsyncGenerator<Sample> {
  let header: Map<string, number> | undefined;
  let lastMs = -Infinity;
  for await (const line of readLines(path)) {
    const cells = line.split(shape.separator);
    if (header === undefined) {
      header = headerOf(path, cells, shape);
      continue;
    }
    const places = header;
    const cell = (column: string): string => cells[places.get(column) ?? -1]?.trim() ?? '';
    const tMs = shape.parseTime(shape.time.map(cell).join(' '));
    if (!(tMs > lastMs) || shape.keep?.(cell) === false) continue;
    const values = valuesOf(shape.columns, cell);
    if (Object.keys(values).length === 0) continue;
    lastMs = tMs;
    yield { tMs, values };
  }
}

/** `2004-02-12 10:32:39` and `2004-02-12T10:32` as UTC; NaN when it is neither. */
export function isoTime(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}Z`);
}

/** `18/08/2021 11:45:00`, day first, as UTC; NaN when it is not such a time. */
export function dayFirstTime(text: string): number {
  const [day = '', month = '', rest = ''] = text.split('/');
  const [year = '', clock = ''] = rest.split(' ');
  return isoTime(`${year}-${month}-${day} ${clock}`);
}

function headerOf(path: string, cells: readonly string[], shape: TableShape): Map<string, number> {
  const header = new Map<string, number>();
  cells.forEach((cell, i) => {
    header.set(`#${i}`, i);
    if (!header.has(cell.trim())) header.set(cell.trim(), i);
  });
  for (const column of [...shape.time, ...shape.columns.map((rule) => rule.column)]) {
    if (!header.has(column)) {
      throw new AppError('DATA.MALFORMED', `${path} has no column "${column}"`, {
        details: { path, column },
      });
    }
  }
  return header;
}

function valuesOf(columns: readonly ColumnRule[], cell: (column: string) => string): Record<string, number> {
  const values: Record<string, number> = {};
  for (const { column, signal, convert } of columns) {
    const text = cell(column);
    if (text === '') continue;
    const number = Number(text);
    const value = convert === undefined ? number : convert(number);
    if (value !== undefined && Number.isFinite(value)) values[signal] = value;
  }
  return values;
}
