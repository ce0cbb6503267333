import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Database, inTransaction } from './database';
import { DeviceDirectory, FIRST_REGISTERED_SIGNAL_ID, MAX_REGISTERED_SIGNALS } from './device-directory';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/embedded-postgres';
import {
  createDevices,
  type DeviceCredentials,
  ensureAsset,
  ensureSite,
  rotateCredentials,
} from './provisioning/assets';
import { createTenant } from './provisioning/tenants';
import { hashSecret } from './secrets';

const NOW_MS = 1_763_800_000_000;

describe('device directory', () => {
  const dir = mkdtempSync(join(tmpdir(), 'fettle-directory-'));
  let postgres: EmbeddedPostgres;
  let db: Database;
  let directory: DeviceDirectory;
  let devices: DeviceCredentials[];
  let queries: jest.SpyInstance;

  beforeAll(async () => {
    postgres = await startEmbeddedPostgres({ dir, throwAway: true });
    db = new Database(postgres.urls);
    devices = await inTransaction(db.pipeline, async (client) => {
      const tenantId = await createTenant(client, { name: 'Yard' }, NOW_MS);
      const place = { tenantId, name: 'Site', latitude: 0, longitude: 0, timeZone: 'UTC' };
      const siteId = await ensureSite(client, place, NOW_MS);
      const made: { tenantId: string; assetId: string; name: string }[] = [];
      for (const name of ['one', 'two']) {
        const asset = { tenantId, siteId, assetTypeId: 'generic.sensor', name };
        const assetId = await ensureAsset(client, asset, NOW_MS);
        made.push({ tenantId, assetId, name: `${name} a` }, { tenantId, assetId, name: `${name} b` });
      }
      return createDevices(client, made, NOW_MS);
    });
  }, 120_000);
  beforeEach(() => {
    directory = new DeviceDirectory(db.pipeline, () => NOW_MS);
    queries = jest.spyOn(db.pipeline, 'query');
  });
  afterEach(() => {
    queries.mockRestore();
    directory.close();
  });
  afterAll(async () => {
    await db.close();
    await postgres.stop();
    rmSync(postgres.dataDir, { recursive: true, force: true });
    rmSync(dir, { recursive: true, force: true });
  });

  /** Asks until the answer is as wanted: a notification takes its time. */
  async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
    for (let tries = 0; tries < 250; tries++) {
      const answer = await ask();
      if (wanted(answer)) return answer;
      await sleep(20);
    }
    throw new Error('the directory never said so');
  }

  it('asks the database once for a device, and once for a guess', async () => {
    const [first] = devices;
    for (let i = 0; i < 5; i++) expect((await directory.byId(first!.id))?.assetId).toBe(first!.assetId);
    expect(queries).toHaveBeenCalledTimes(1);
    for (let i = 0; i < 5; i++) expect(await directory.byToken('a guess')).toBeNull();
    expect(queries).toHaveBeenCalledTimes(2);
    expect((await directory.byToken(first!.token))?.deviceId).toBe(first!.id);
  });

  it('rotated credentials hold at once, the old token opens nothing', async () => {
    const old = devices[1]!;
    expect((await directory.byToken(old.token))?.deviceId).toBe(old.id);
    const fresh = await inTransaction(db.pipeline, (client) => rotateCredentials(client, old.id, NOW_MS));
    const entry = await until(
      () => directory.byId(old.id),
      (found) => found!.secretHash.equals(hashSecret(fresh.mqtt.password, found!.secretSalt)),
    );
    expect(entry?.deviceId).toBe(old.id);
    expect(await directory.byToken(old.token)).toBeNull();
    expect((await directory.byToken(fresh.token))?.deviceId).toBe(old.id);
  });

  it('signals registered through one device are known to the others of its asset; other assets stay in memory', async () => {
    const [a, b, other] = [devices[0]!, devices[1]!, devices[2]!];
    for (const { id } of [a, b, other]) await directory.byId(id);
    const entry = await directory.registerSignals((await directory.byId(a.id))!, ['noise', 'flow']);
    expect([entry.signals.get('flow')?.id, entry.signals.get('noise')?.id]).toEqual([
      FIRST_REGISTERED_SIGNAL_ID,
      FIRST_REGISTERED_SIGNAL_ID + 1,
    ]);
    await until(
      () => directory.byId(b.id),
      (found) => found!.signals.has('noise'),
    );
    const before = queries.mock.calls.length;
    expect((await directory.byId(other.id))?.signals.has('noise')).toBe(false);
    expect(queries).toHaveBeenCalledTimes(before);
    const many = Array.from({ length: MAX_REGISTERED_SIGNALS }, (_, i) => `s${i}`);
    await expect(directory.registerSignals(entry, many)).rejects.toMatchObject({ code: 'SIGNAL.TOO_MANY' });
  });
});
