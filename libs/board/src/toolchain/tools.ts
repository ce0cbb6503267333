import { spawnSync } from 'node:child_process';
import { AppError } from '@fettle/kernel';
import { BoardTarget } from '../targets/board-target';

/** The emulator, and the Debian package that brings it. */
export const EMULATOR = { command: 'qemu-system-arm', packages: ['qemu-system-arm'] } as const;

const found = new Map<string, boolean>();

/** Whether the program can be run; asked of the system once. */
export function hasTool(command: string): boolean {
  const known = found.get(command);
  if (known !== undefined) return known;
  const there = spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
  found.set(command, there);
  return there;
}

/** `BOARD.TOOL_MISSING` names the Debian packages unless the program is there. */
export function requireTool({ command, packages }: { command: string; packages: readonly string[] }): void {
  if (hasTool(command)) return;
  throw new AppError('BOARD.TOOL_MISSING', `${command} is not there: apt-get install ${packages.join(' ')}`, {
    details: { command, packages: packages.join(' ') },
  });
}

/** What is missing to build for a target and, where it has a machine, to run there; empty where all is there. */
export function missingTools({ compiler, machine }: BoardTarget): readonly string[] {
  const needed = [compiler.command, ...(machine === undefined ? [] : [EMULATOR.command])];
  return needed.filter((command) => !hasTool(command));
}
