import { readdirSync, readFileSync } from 'node:fs';

interface Process {
  readonly pid: number;
  readonly parent: number;
}

function processes(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return [{ pid: Number(name), parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) }];
      } catch {
        return [];
      }
    });
}

function proportionalBytes(pid: number): number {
  try {
    const line = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
    return line ? Number(line[1]) * 1024 : 0;
  } catch {
    return 0;
  }
}

/**
 * Memory of these processes and all below them, in bytes: shared pages counted once (PSS), where summed resident sizes
 * would count PostgreSQL's shared memory once a connection. 0 where the system has no /proc.
 */
export function residentBytes(roots: readonly number[]): number {
  try {
    const all = processes();
    const wanted = new Set(roots);
    for (let before = -1; before !== wanted.size;) {
      before = wanted.size;
      for (const { pid, parent } of all) if (wanted.has(parent)) wanted.add(pid);
    }
    return [...wanted].reduce((sum, pid) => sum + proportionalBytes(pid), 0);
  } catch {
    return 0;
  }
}
