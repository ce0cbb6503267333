import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@fettle/testing';
import { freePort } from './ingest-world';

/** A real Mosquitto on a free port. */
export interface Mosquitto {
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** Debian puts it where an ordinary user's PATH does not look. */
const PROGRAM = ['mosquitto', '/usr/sbin/mosquitto'].find(runs);

/** Whether there is a Mosquitto to test with. */
export const hasMosquitto = PROGRAM !== undefined;

function runs(program: string): boolean {
  try {
    execFileSync(program, ['-h'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== 'ENOENT';
  }
}

/** Starts it with what ingest wants of a broker: nothing of a session that is away is dropped. */
export async function startMosquitto(): Promise<Mosquitto> {
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), 'fettle-mosquitto-'));
  const settings = [
    `listener ${port} 127.0.0.1`,
    'allow_anonymous true',
    'max_inflight_messages 1000',
    'max_queued_messages 0',
    'set_tcp_nodelay true',
    'log_dest none',
  ];
  writeFileSync(join(dir, 'mosquitto.conf'), `${settings.join('\n')}\n`);
  chmodSync(dir, 0o755);
  const broker = spawn(PROGRAM!, ['-c', join(dir, 'mosquitto.conf')], { stdio: 'ignore' });
  await eventually(() => answers(port));
  return {
    port,
    url: `mqtt://127.0.0.1:${port}`,
    stop: async () => {
      await ended(broker, 'SIGTERM');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function answers(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}

/** Sends the signal and waits for the end. */
export async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await exit;
}
