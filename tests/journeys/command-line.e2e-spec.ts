import { boardTarget, missingTools } from '@fettle/board';
import type { AssetResponse } from '@fettle/contracts';
import { connectAsync } from 'mqtt';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { type ProductProcess, startProduct } from '../../apps/fettle/src/installation/product-process';
import { ApiClient } from '../support/api-client';
import { CommandLine } from '../support/command-line';
import type { DeviceLogin } from '../support/stubborn-device';
import { temporaryHome } from '../support/temporary-home';
import { waitFor } from '../support/wait-for';

interface Status {
  readonly running: boolean;
  readonly health: { readonly ready: boolean };
  readonly lag: readonly { readonly group: string; readonly lag: number }[];
  readonly rejects: readonly { readonly reason: string; readonly count: number }[];
}

const boardTools = missingTools(boardTarget('cortex-m4'));
if (boardTools.length > 0)
  console.warn(`SKIPPED: boards of the command line; not there: ${boardTools.join(', ')}`);

/** Emulators with something of the folder in their parameters. */
function emulatorsOf(folder: string): number {
  const lines = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.startsWith('qemu-system-arm') && line.includes(basename(folder))).length;
}

/** What the README promises of the command line, beside a running product. */
describe('command line', () => {
  const home = temporaryHome();
  let product: ProductProcess;
  let fettle: CommandLine;
  let owner: { email: string; password: string };

  beforeAll(async () => {
    product = await startProduct({ home: home.dir });
    const ports = { http: new URL(product.url).port, mqtt: new URL(product.mqttUrl).port };
    fettle = new CommandLine({
      FETTLE_HOME: home.dir,
      FETTLE_HTTP_PORT: ports.http,
      FETTLE_MQTT_PORT: ports.mqtt,
    });
  }, 180_000);
  afterAll(async () => {
    await product?.stop();
    await home.remove();
  }, 60_000);

  it('an empty installation prints a set-up link; `tenant create` makes somebody who can sign in', async () => {
    const link = /make the first tenant and its owner: http\S+\/set-up\?link=\S{20,}/;
    await waitFor('the set-up link', async () => link.test(product.output()));
    ({ owner } = await fettle.json<{ owner: typeof owner }>('tenant', 'create', 'North Yard'));
    await new ApiClient(product.url).signIn(owner.email, owner.password);
  }, 60_000);

  it('`device create` makes the asset when told its type, and credentials that publish at once', async () => {
    const missing = await fettle.run('device', 'create', '--tenant', 'north-yard', '--asset', 'Pump 1');
    expect(missing).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('ASSET.UNKNOWN: ') as string,
    });
    const { devices } = await fettle.json<{ devices: DeviceLogin[] }>(
      ...['device', 'create', '--tenant', 'north-yard', '--asset', 'Pump 1', '--type', 'generic.sensor'],
    );
    const device = devices[0]!;
    const client = await connectAsync(product.mqttUrl, device.mqtt);
    const topic = `fettle/v1/${device.tenantId}/${device.id}/json`;
    await client.publishAsync(topic, JSON.stringify({ ts: Date.now(), values: { temperature: 21.5 } }), {
      qos: 1,
    });
    await client.publishAsync(topic, 'not JSON', { qos: 1 });
    await client.endAsync();
    const api = await new ApiClient(product.url).signIn(owner.email, owner.password);
    const asset = (await api.list<AssetResponse>('/api/v1/assets')).find(({ name }) => name === 'Pump 1');
    expect(asset?.assetTypeId).toBe('generic.sensor');
  }, 60_000);

  it('`status` says that everything answers, that nobody is behind, and what was refused', async () => {
    const status = await waitFor('the refused message', async () => {
      const now = await fettle.json<Status>('status');
      return now.rejects.length > 0 && now.lag.every(({ lag }) => lag === 0) && now;
    });
    expect(status).toMatchObject({ running: true, health: { ready: true } });
    expect(status.lag.map(({ group }) => group)).toEqual([
      'stream',
      'forecast',
      'alerting',
      'ingest-rejects',
    ]);
    expect(status.rejects).toEqual([{ reason: 'JSON.MALFORMED', count: 1 }]);
    const { stdout } = await fettle.run('status');
    expect(stdout).toMatch(/^ready\n[\s\S]*lag of stream: 0\n[\s\S]*rejected 1: JSON.MALFORMED\n$/);
  }, 90_000);

  it('`simulate` lives through the past, then reports in real time until Ctrl-C, and keeps the truth in a file', async () => {
    const fleet = fettle.start(
      ...['simulate', '--domain', 'rail', '--assets', '2', '--seed', '7', '--days', '2'],
      ...['--tenant', 'north-yard', '--json'],
    );
    await fleet.says('report in real time');
    const { status, stdout } = await fleet.interrupt();
    expect(status).toBe(0);
    const result = JSON.parse(stdout) as { readingsSent: number; truthFile: string };
    expect(result.readingsSent).toBeGreaterThan(1_000);
    expect(existsSync(result.truthFile)).toBe(true);
    expect(JSON.parse(readFileSync(result.truthFile, 'utf8'))).not.toEqual({});
  }, 120_000);

  (boardTools.length > 0 ? it.skip : it)(
    '`firmware run` switches a board on, `device install` says how a model gets there, Ctrl-C leaves no emulator behind',
    async () => {
      const kept = relative(process.cwd(), join(home.dir, 'boards'));
      const at = (...path: string[]): string => join(home.dir, ...path);
      await fettle.json('model', 'keys', '--out', at('keys'));
      const boards = fettle.start(
        ...['firmware', 'run', '--model', 'sound-anomaly', '--recording', 'simulated'],
        ...['--seconds', '600', '--public-key', at('keys', 'public.hex'), '--out', kept],
      );
      await fettle.json(
        ...['model', 'package', 'sound-anomaly', '--key', at('keys', 'private.pem'), '--counter', '1'],
        ...['--model-version', '2', '--out', at('sound.fmpk')],
      );
      const device = /^(.*) is on /m.exec(await boards.says(' is on (device'))![1]!;
      const install = ['device', 'install', '--device', device, '--package', at('sound.fmpk')];
      const installed = await fettle.run(...install);
      expect(installed).toMatchObject({
        ...{ status: 0, stdout: `${device}: active, runs sound-anomaly@2\n` },
        stderr: expect.stringMatching(/is told to fetch sound-anomaly@2 [\s\S]*(receiving|verified|trial)/),
      });
      expect(emulatorsOf(home.dir)).toBe(1);
      const { status, stdout, stderr } = await boards.interrupt();
      expect({ status, stdout }).toMatchObject({
        // Cut short, but what was told until then is counted and compared.
        ...{
          status: 0,
          stdout: expect.stringMatching(/^board .*\nMachine +[\d,]+ +[\d,]+ +[\d,]+ +[\d,]+ +0 /),
        },
      });
      expect(stderr).toMatch(/stopped: every board is off\n$/);
      expect(emulatorsOf(home.dir)).toBe(0);
    },
    180_000,
  );

  it('wrong usage ends with status 2 and says how; help names every command', async () => {
    for (const args of [
      ['frobnicate'],
      ['device', 'create'],
      ['simulate', '--domain', 'rail', '--assets', 'x'],
    ])
      expect((await fettle.run(...args)).status).toBe(2);
    const { status, stdout } = await fettle.run('--help');
    expect(status).toBe(0);
    for (const command of ['start', 'status', 'tenant', 'device', 'replay', 'simulate', 'bench', 'migrate'])
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect((await fettle.run('simulate', '--help')).stdout).toContain('Example:');
  }, 90_000);
});
