import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { waitFor } from './wait-for';

/** The program itself. */
export const FETTLE = join(__dirname, '..', '..', 'apps', 'fettle', 'bin', 'fettle.mjs');

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  /** Resolves once stderr has said it, to all that it said so far. */
  says(text: string): Promise<string>;
  /** Ctrl-C. */
  interrupt(): Promise<Ended>;
}

/** `fettle …` as a shell would run it, in an environment of its own. */
export class CommandLine {
  constructor(private readonly env: Readonly<Record<string, string>>) {}

  /** Runs a command to its end. */
  run(...args: string[]): Promise<Ended> {
    return this.spawn(args).ended;
  }

  /** Runs a command that has to succeed; gives what it printed as JSON. */
  async json<T>(...args: string[]): Promise<T> {
    const { status, stdout, stderr } = await this.run(...args, '--json');
    if (status !== 0) throw new Error(`fettle ${args.join(' ')} ended with ${status}: ${stderr}`);
    return JSON.parse(stdout) as T;
  }

  /** Starts a command that goes on until it is told to stop. */
  start(...args: string[]): Running {
    const { child, ended, stderr } = this.spawn(args);
    return {
      says: async (text) => {
        await waitFor(`"${text}" of fettle ${args[0]}`, async () => {
          if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${stderr()}`);
          return stderr().includes(text);
        });
        return stderr();
      },
      interrupt: () => {
        child.kill('SIGINT');
        return ended;
      },
    };
  }

  private spawn(args: readonly string[]) {
    const child = spawn(process.execPath, [FETTLE, ...args], {
      env: { ...process.env, ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const ended = new Promise<Ended>((done) =>
      child.once('close', (status) => done({ status, stdout, stderr })),
    );
    return { child, ended, stderr: () => stderr };
  }
}
