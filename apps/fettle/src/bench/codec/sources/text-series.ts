import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { CodecSeries } from './series';

/** How the rows of a text file become series. */
export interface TextShape {
  /** Below the data folder; a folder means every file in it. */
  readonly path: string;
  readonly separator: string | RegExp;
  /** Rows before the data. */
  readonly headerRows: number;
  /** Cells that are signals. */
  readonly columns: readonly [from: number, to: number];
  /** Event time from a row's cells and its number within its series. */
  time(cells: readonly string[], row: number): number;
  /** Rows with different answers are different series; default: all are one. */
  readonly seriesOf?: (cells: readonly string[]) => string;
  /** The number by which the source writes a missing value. */
  readonly missing?: number;
}

/** The bytes of a file that may be stored plain or gzipped, and the files of a folder in order; [] when absent. */
export function dataFiles(dataDir: string, path: string): { name: string; bytes: Buffer }[] {
  const plain = join(dataDir, path);
  if (existsSync(`${plain}.gz`)) return [{ name: path, bytes: gunzipSync(readFileSync(`${plain}.gz`)) }];
  if (!existsSync(plain)) return [];
  if (path.endsWith('.csv') || path.endsWith('.txt')) return [{ name: path, bytes: readFileSync(plain) }];
  const names = [...new Set(readdirSync(plain).map((name) => name.replace(/\.gz$/, '')))];
  return names.sort().flatMap((name) => dataFiles(dataDir, join(path, name)));
}

/** Every series of the text files at a path. Cells that are empty or not numbers are missing. */
export function textSeries(dataDir: string, shape: TextShape): CodecSeries[] {
  return dataFiles(dataDir, shape.path).flatMap(({ name, bytes }) =>
    seriesOfText(name, bytes.toString('utf8'), shape),
  );
}

function seriesOfText(file: string, text: string, shape: TextShape): CodecSeries[] {
  const [from, to] = shape.columns;
  const groups = new Map<string, { times: number[]; columns: (number | null)[][] }>();
  for (const line of text.split(/\r?\n/).slice(shape.headerRows)) {
    if (line.trim() === '') continue;
    const cells = line.trim().split(shape.separator);
    const key = shape.seriesOf?.(cells) ?? '';
    const group = groups.get(key) ?? { times: [], columns: Array.from({ length: to - from }, () => []) };
    groups.set(key, group);
    const time = shape.time(cells, group.times.length);
    if (!Number.isFinite(time)) continue;
    group.times.push(time);
    group.columns.forEach((column, i) => column.push(numberOf(cells[from + i], shape.missing)));
  }
  return [...groups].map(([key, { times, columns }]) => ({
    name: key === '' ? file : `${file}#${key}`,
    times,
    columns: columns.map((values, i) => ({ name: `c${i}`, values })),
  }));
}

function numberOf(text: string | undefined, missing: number | undefined): number | null {
  if (text === undefined || text.trim() === '') return null;
  const value = Number(text);
  return Number.isNaN(value) || value === missing ? null : value;
}

/** `2004-02-12 10:32:39` as if it were UTC. */
export function isoMs(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}Z`);
}

/** `18/08/2021 11:45:00`, day first, as if it were UTC. */
export function dayFirstMs(text: string): number {
  const [date = '', time = ''] = text.split(' ');
  const [day = '', month = '', year = ''] = date.split('/');
  return isoMs(`${year}-${month}-${day} ${time}`);
}
