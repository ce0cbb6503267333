import { spawn, type ChildProcess } from 'node:child_process';

/** Above the highest process id that Linux gives out. */
const NO_PROCESS = 2 ** 22 + 1;
const SCRIPT =
  'while kill -0 "$0"; do sleep 1; done; kill -INT $(head -n 1 "$1/$2"); sleep 2; kill -KILL $(head -n 1 "$1/$2"); rm -rf "$1"';

/** Watches over a server that a test has started. */
export interface Watchdog {
  /** The test cleans up by itself. */
  dismiss(): void;
  /** Starting the server went wrong: clean up what there is. */
  cleanNow(): void;
}

/** Ends the server whose pid is in `dir/pidFile` and removes `dir` once this process is gone, however it went. */
export function startWatchdog(dir: string, pidFile: string): Watchdog {
  const start = (parent: number): ChildProcess => {
    const child = spawn('sh', ['-c', SCRIPT, String(parent), dir, pidFile], {
      detached: true,
      stdio: 'ignore',
    });
    child.unref();
    return child;
  };
  const watchdog = start(process.pid);
  const dismiss = (): void => void watchdog.kill('SIGKILL');
  return {
    dismiss,
    cleanNow: () => {
      dismiss();
      start(NO_PROCESS);
    },
  };
}
