import type { AssetResponse, StreamsResponse } from '@fettle/contracts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProductProcess, startProduct } from '../../apps/fettle/src/installation/product-process';
import { ApiClient } from '../support/api-client';
import { type DemoCredentials, readCredentials } from '../support/demo-credentials';
import { temporaryHome } from '../support/temporary-home';
import { waitFor } from '../support/wait-for';

async function seen(client: ApiClient): Promise<{ assets: AssetResponse[]; streams: StreamsResponse }> {
  const assets = await client.list<AssetResponse>('/api/v1/assets');
  return { assets, streams: await client.get<StreamsResponse>('/api/v1/streams') };
}

const names = (assets: readonly AssetResponse[]): string[] => assets.map(({ id, name }) => `${id} ${name}`);

/** Stopped in the middle of the demo's past and started again: nothing is seeded twice, and the fleets go on. */
describe('stop and start again', () => {
  const home = temporaryHome();
  let product: ProductProcess | undefined;
  let first: DemoCredentials;
  let before: Awaited<ReturnType<typeof seen>>;
  let bearer: ApiClient;

  afterAll(async () => {
    await product?.stop();
    await home.remove();
  }, 60_000);

  it('SIGTERM while the fleets are at work ends with status 0 and takes the database along', async () => {
    product = await startProduct({ home: home.dir, args: ['--demo'] });
    first = readCredentials(home.dir);
    const { email, password } = first.tenants[0]!.users[0]!;
    bearer = await new ApiClient(product.url).signIn(email, password);
    before = await waitFor('readings of the fleets', async () => {
      const now = await seen(bearer);
      return now.streams.totals.readings > 20_000 && now;
    });
    expect(await product.stop()).toBe(0);
    expect(product.output()).toContain('everything acknowledged is kept');
    const pidFile = join(home.dir, 'postgres', 'data', 'postmaster.pid');
    expect(() => readFileSync(pidFile)).toThrow();
  }, 180_000);

  it('the same machines, the same passwords, at least the same readings; the session still holds', async () => {
    const { port } = new URL(product!.url);
    product = await startProduct({ home: home.dir, args: ['--demo'], httpPort: Number(port) });
    expect(readCredentials(home.dir).tenants).toEqual(first.tenants);
    const after = await seen(bearer);
    expect(names(after.assets)).toEqual(names(before.assets));
    expect(after.streams.totals.readings).toBeGreaterThanOrEqual(before.streams.totals.readings);
  }, 180_000);

  it('the fleets go on where they were', async () => {
    const { streams } = await seen(bearer);
    await waitFor('more readings', async () => {
      const now = await seen(bearer);
      return now.streams.totals.readings > streams.totals.readings + 10_000;
    });
    const { rejects } = (await seen(bearer)).streams;
    expect(rejects).toEqual([]);
    expect(await product!.stop()).toBe(0);
  }, 180_000);
});
