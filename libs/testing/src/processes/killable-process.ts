import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startWatchdog, type Watchdog } from '../watchdog';

const START_TIMEOUT_MS = 120_000;

const PID_FILE = 'pid';

/** How a process is started, each time anew. */
export interface Launch {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A folder for it alone, removed when it is stopped. Default: one that holds its process id. */
  readonly dir?: string;
  /** Whether it takes work. */
  readonly isReady: () => Promise<boolean>;
}

/** A process that can be killed and started again as it was. A watchdog ends it when the test process was killed. */
export class KillableProcess {
  private readonly dir: string;
  private readonly watchdog: Watchdog;
  private child: ChildProcess | null = null;
  private text = '';

  constructor(private readonly launch: Launch) {
    this.dir = launch.dir ?? mkdtempSync(join(tmpdir(), 'fettle-test-process-'));
    this.watchdog = startWatchdog(this.dir, PID_FILE);
  }

  get name(): string {
    return this.launch.name;
  }

  /** Everything that it has printed, over all its lives. */
  output(): string {
    return this.text;
  }

  /** Resolves once it is ready. Rejects with what it printed when it ends before or takes too long. */
  async start(): Promise<void> {
    const { name, program, args, env, isReady } = this.launch;
    const child = spawn(program, [...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    writeFileSync(join(this.dir, PID_FILE), `${child.pid}\n`);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (this.text += chunk.toString()));
    }
    const deadline = performance.now() + START_TIMEOUT_MS;
    while (hasNotEnded(child) && performance.now() < deadline) {
      if (await isReady().catch(() => false)) return;
      await sleep(100);
    }
    await this.end('SIGKILL');
    throw new Error(`${name} did not become ready:\n${this.text.slice(-4_000)}`);
  }

  /** kill -9 */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Asks it to end cleanly, for good; resolves with its exit status, null when a signal ended it. */
  async stop(): Promise<number | null> {
    const status = await this.end('SIGTERM');
    this.watchdog.dismiss();
    rmSync(this.dir, { recursive: true, force: true });
    return status;
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const { child } = this;
    if (child === null) return null;
    if (!hasNotEnded(child)) return child.exitCode;
    const ended = new Promise<number | null>((done) => child.once('exit', done));
    child.kill(signal);
    return ended;
  }
}

function hasNotEnded(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

/** Runs a program to its end and returns what it printed. Rejects with its complaint when the status is not 0. */
export async function runProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const child = spawn(program, [...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, complaint] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const status = await new Promise<number | null>((done, failed) =>
    child.once('error', failed).once('close', done),
  );
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${complaint}`);
  return output;
}
