import { freePort } from '@fettle/persistence';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KillableProcess } from '../processes/killable-process';

/** A real Mosquitto on loopback, in a folder of its own. */
export interface TestMosquitto {
  readonly url: string;
  /** Stopping it removes its data. */
  readonly process: KillableProcess;
}

/** Debian puts it where an ordinary user's PATH does not look. */
const PROGRAM = ['mosquitto', '/usr/sbin/mosquitto'].find(isThere);

/** Why there is no Mosquitto on this machine, or null when there is one. */
export function mosquittoMissing(): string | null {
  return PROGRAM === undefined ? 'no mosquitto on the PATH (Debian: apt-get install mosquitto)' : null;
}

/** Its usage text comes with status 3 in some releases: only a program that is not there says ENOENT. */
function isThere(program: string): boolean {
  try {
    execFileSync(program, ['-h'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/** Starts it with the given lines of configuration, made for its folder; listener and place of its data come with them. */
export async function startTestMosquitto(
  settings: (dir: string) => readonly string[],
): Promise<TestMosquitto> {
  if (PROGRAM === undefined) throw new Error(mosquittoMissing()!);
  const dir = mkdtempSync(join(tmpdir(), 'fettle-test-mosquitto-'));
  const port = await freePort();
  const configuration = join(dir, 'mosquitto.conf');
  const asRoot = process.getuid?.() === 0 ? ['user root'] : [];
  const own = [`listener ${port} 127.0.0.1`, `persistence_location ${dir}/`, ...asRoot];
  writeFileSync(configuration, [...settings(dir), ...own, ''].join('\n'));
  const broker = new KillableProcess({
    name: 'mosquitto',
    program: PROGRAM,
    args: ['-c', configuration],
    dir,
    isReady: () => accepts(port),
  });
  await broker.start().catch(async (error: unknown) => {
    await broker.stop();
    throw error;
  });
  return { url: `mqtt://127.0.0.1:${port}`, process: broker };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => answer(false));
    socket.once('connect', () => {
      socket.destroy();
      answer(true);
    });
  });
}
