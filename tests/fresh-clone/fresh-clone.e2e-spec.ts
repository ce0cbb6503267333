import { freePort } from '@fettle/persistence';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporaryHome } from '../support/temporary-home';
import { waitFor } from '../support/wait-for';

const ROOT = join(__dirname, '..', '..');
const FIRST_START_MS = 600_000;

interface Started {
  readonly url: string;
  readonly output: () => string;
  /** Ctrl-C in a terminal: every process of the group hears it. */
  interrupt(): Promise<void>;
}

/** What a new user does first: `git clone`, `npm start`, with nothing in npm's cache. */
describe('a fresh clone', () => {
  const home = temporaryHome();
  const dir = mkdtempSync(join(tmpdir(), 'fettle-clone-'));
  const clone = join(dir, 'fettle');
  let running: Started | undefined;

  async function npmStart(timeoutMs: number): Promise<Started> {
    const [http, mqtt] = [await freePort(), await freePort()];
    const child = spawn('npm', ['start'], {
      cwd: clone,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        ...{ npm_config_cache: join(dir, 'npm-cache'), NX_SKIP_NX_CACHE: 'true' },
        ...{ FETTLE_HOME: home.dir, FETTLE_HTTP_PORT: String(http), FETTLE_MQTT_PORT: String(mqtt) },
      },
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    running = {
      url: `http://127.0.0.1:${http}`,
      output: () => text,
      interrupt: () => interrupt(child),
    };
    await waitFor('the sign-in link', async () => signInLink(text, child), timeoutMs);
    return running;
  }

  afterAll(async () => {
    await running?.interrupt();
    await home.remove();
    rmSync(dir, { recursive: true, force: true });
  }, 120_000);

  it('installs, builds, seeds and prints a sign-in link that opens the dashboard', async () => {
    execFileSync('git', ['clone', '--quiet', ROOT, clone]);
    const product = await npmStart(FIRST_START_MS);
    expect(product.output()).toMatch(/installing packages done in[\s\S]*building done in/);
    const link = new URL(signInLink(product.output())!);
    const page = await fetch(`${product.url}${link.pathname}${link.search}`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<div id="root">')]);
    await waitFor('the demo at work', async () => product.output().includes('living through the past'));
    await product.interrupt();
    expect(product.output()).toContain('everything acknowledged is kept');
  }, 720_000);

  it('the second start neither installs nor builds', async () => {
    const startedMs = performance.now();
    const product = await npmStart(120_000);
    process.stdout.write(`second start: ${((performance.now() - startedMs) / 1_000).toFixed(1)} s\n`);
    expect(product.output()).not.toMatch(/installing|building/);
    await product.interrupt();
  }, 180_000);
});

function signInLink(text: string, child?: ChildProcess): string | undefined {
  if (child && child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}:\n${text}`);
  return /sign in: (http\S+\/sign-in\?link=\S+)/.exec(text)?.[1];
}

async function interrupt(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('close', done));
  process.kill(-child.pid!, 'SIGINT');
  await ended;
}
