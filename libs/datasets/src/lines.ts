import { createReadStream, existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { AppError } from '@fettle/kernel';

/** The path of a file that may be stored plain or gzipped. Throws `DATA.MISSING` when neither is there. */
export function dataFile(dataDir: string, ...parts: readonly string[]): string {
  const plain = join(dataDir, ...parts);
  const found = [plain, `${plain}.gz`].find((path) => existsSync(path));
  if (found === undefined) throw missing(plain);
  return found;
}

/** Names in a folder, sorted, without a trailing `.gz`. Throws `DATA.MISSING` when the folder is absent. */
export async function dataFiles(dataDir: string, ...parts: readonly string[]): Promise<string[]> {
  const folder = join(dataDir, ...parts);
  if (!existsSync(folder)) throw missing(folder);
  const names = (await readdir(folder)).map((name) => name.replace(/\.gz$/, ''));
  return [...new Set(names)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/** Lines of a text file, gunzipped when its name ends in `.gz`; empty lines left out, one chunk held at a time. */
export async function* readLines(path: string): AsyncGenerator<string> {
  const file = createReadStream(path);
  const unpacked = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  file.on('error', (error) => unpacked.destroy(error));
  const lines = createInterface({ input: unpacked, crlfDelay: Infinity });
  try {
    for await (const line of lines) if (line.trim() !== '') yield line;
  } finally {
    lines.close();
    file.destroy();
  }
}

function missing(path: string): AppError {
  return new AppError(
    'DATA.MISSING',
    `no such data: ${path} (set FETTLE_DATA or --data to the folder that holds it)`,
    {
      details: { path },
    },
  );
}
