import { AppError } from '@fettle/kernel';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LOCK_FILE = 'fettle.pid';

/**
 * Keeps two processes from using one FETTLE_HOME: a file with the holder's pid. A holder that was killed does not
 * hold any more. Throws `HOME.IN_USE`. Returns how to let go.
 */
export function lockHome(home: string): () => void {
  mkdirSync(home, { recursive: true });
  const path = join(home, 'fettle.pid');
  const holder = readHolder(path);
  if (holder !== null && holder !== process.pid && isAlive(holder)) {
    throw new AppError(
      'HOME.IN_USE',
      `${home} is in use by process ${holder}; stop it, or set FETTLE_HOME to another folder`,
    );
  }
  writeFileSync(path, String(process.pid));
  return () => rmSync(path, { force: true });
}

/** True while another living process holds this FETTLE_HOME. */
export function isHeldByAnother(home: string): boolean {
  const holder = readHolder(join(home, LOCK_FILE));
  return holder !== null && holder !== process.pid && isAlive(holder);
}

function readHolder(path: string): number | null {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return /node|fettle/.test(commandOf(pid));
  } catch {
    return false;
  }
}

/** Where the system cannot tell, the pid is taken at its word. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return 'node';
  }
}
