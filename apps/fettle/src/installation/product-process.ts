import { AppError } from '@fettle/kernel';
import { freePort } from '@fettle/persistence';
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The product as its users have it: `fettle start` as a process of its own, on free ports and a home of its own. */
export interface ProductProcess {
  readonly pid: number;
  readonly home: string;
  readonly url: string;
  readonly mqttUrl: string;
  /** Everything the process printed so far. */
  output(): string;
  /** SIGTERM and wait for a clean end; returns the exit status. */
  stop(): Promise<number | null>;
  /** SIGKILL: what a power cut looks like to the process. The embedded database stays for the next start. */
  kill(): Promise<void>;
}

export interface ProductOptions {
  readonly home: string;
  /** Arguments after `start`. */
  readonly args?: readonly string[];
  readonly httpPort?: number;
  readonly mqttPort?: number;
  readonly env?: Readonly<Record<string, string>>;
}

const BIN = join(__dirname, '..', '..', 'bin', 'fettle.mjs');
const START_TIMEOUT_MS = 120_000;

/** Starts the product and resolves once it is ready. Throws `PRODUCT.NOT_READY` with what it printed. */
export async function startProduct(options: ProductOptions): Promise<ProductProcess> {
  const httpPort = options.httpPort ?? (await freePort());
  const mqttPort = options.mqttPort ?? (await freePort());
  const child = spawn(process.execPath, [BIN, 'start', ...(options.args ?? [])], {
    env: {
      ...process.env,
      FETTLE_HOME: options.home,
      FETTLE_HTTP_PORT: String(httpPort),
      FETTLE_MQTT_PORT: String(mqttPort),
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const url = `http://127.0.0.1:${httpPort}`;
  await untilReady(child, url, () => text);
  return {
    pid: child.pid!,
    home: options.home,
    url,
    mqttUrl: `mqtt://127.0.0.1:${mqttPort}`,
    output: () => text,
    stop: () => end(child, 'SIGTERM'),
    kill: async () => void (await end(child, 'SIGKILL')),
  };
}

async function untilReady(child: ChildProcess, url: string, output: () => string): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (child.exitCode === null && performance.now() < deadline) {
    const ready = await fetch(`${url}/health/ready`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await sleep(100);
  }
  child.kill('SIGKILL');
  throw new AppError('PRODUCT.NOT_READY', `the product did not become ready:\n${output().slice(-4_000)}`);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = new Promise<number | null>((done) => child.once('exit', done));
  child.kill(signal);
  return exited;
}
