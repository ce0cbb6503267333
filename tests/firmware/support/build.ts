import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildFirmware as buildWithModel, FIRMWARE_SOURCES, type FirmwareBoardName } from '@fettle/board';
import { pipelineFiles } from './pipeline';

const run = promisify(execFile);

/** Whether a program is there. */
export const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

/** A folder of its own; `remove` takes it away. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'fettle-firmware-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** The firmware with the test's model; resolves to its program. Rejects with the compiler's words, warnings among them. */
export async function buildFirmware(board: FirmwareBoardName, folder: string): Promise<string> {
  const { elf } = await buildWithModel({ board, pipeline: pipelineFiles(), folder: join(folder, board) });
  return elf;
}

/** A program of a driver in tests/firmware and rooms of the firmware, under sanitizers. */
export async function buildDriver(
  driver: string,
  sources: readonly string[],
  folder: string,
): Promise<string> {
  const program = join(folder, driver);
  const strict = ['-std=c99', '-Wall', '-Wextra', '-Wconversion', '-Wshadow', '-pedantic', '-Werror'];
  const sanitized = ['-O1', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];
  const files = [
    join(__dirname, '..', `${driver}.c`),
    ...sources.map((name) => join(FIRMWARE_SOURCES, 'src', name)),
  ];
  await run('gcc', [...strict, ...sanitized, '-I', join(FIRMWARE_SOURCES, 'src'), ...files, '-o', program]);
  return program;
}
