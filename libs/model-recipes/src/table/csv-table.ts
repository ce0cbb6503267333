import { AppError } from '@fettle/kernel';

/** A delimited text: its header, and its rows as they are written. */
export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const MOST_ROWS = 5_000_000;

/**
 * Reads comma- or semicolon-separated text with a header; quotes enclose what holds separators, doubled inside. Every row has
 * the header's columns, or `MODEL.BAD_TABLE` names the line.
 */
export function readCsv(text: string): CsvTable {
  const lines = text.split(/\r?\n/);
  const separator = (lines[0] ?? '').includes(';') ? ';' : ',';
  const columns = cellsOf(lines[0] ?? '', separator).map((cell) => cell.trim());
  if (columns.length < 2 && columns[0] === '') throw badTable('it has no header');
  if (new Set(columns).size !== columns.length) throw badTable('two columns have the same name');
  const rows: string[][] = [];
  for (let i = 1; i < lines.length; i++) {
    if (lines[i] === '') continue;
    const cells = cellsOf(lines[i]!, separator);
    if (cells.length !== columns.length) {
      throw badTable(`line ${i + 1} has ${cells.length} columns, the header ${columns.length}`);
    }
    if (rows.push(cells) > MOST_ROWS) throw badTable(`more than ${MOST_ROWS} rows`);
  }
  if (rows.length === 0) throw badTable('it has no rows');
  return { columns, rows };
}

/** `MODEL.BAD_TABLE`: the table cannot be trained on, and why. */
export function badTable(what: string): AppError {
  return new AppError('MODEL.BAD_TABLE', `the table: ${what}`);
}

function cellsOf(line: string, separator: string): string[] {
  if (!line.includes('"')) return line.split(separator);
  const cells: string[] = [];
  let [cell, quoted] = ['', false];
  for (let i = 0; i < line.length; i++) {
    const character = line[i]!;
    if (quoted && character === '"' && line[i + 1] === '"') {
      cell += '"';
      i++;
    } else if (character === '"') quoted = !quoted;
    else if (character === separator && !quoted) {
      cells.push(cell);
      cell = '';
    } else cell += character;
  }
  return [...cells, cell];
}
