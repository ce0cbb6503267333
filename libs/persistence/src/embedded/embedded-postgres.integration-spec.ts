import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asTenant, Database } from '../database';
import { startEmbeddedPostgres } from './embedded-postgres';

describe('embedded PostgreSQL', () => {
  const dir = mkdtempSync(join(tmpdir(), 'fettle-pg-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('starts in a closed folder, is taken over when left running, keeps tenants apart and stops', async () => {
    const first = await startEmbeddedPostgres({ dir, throwAway: true });
    const second = await startEmbeddedPostgres({ dir, throwAway: true });
    const database = new Database(second.urls);
    try {
      expect(first.takenOver).toBe(false);
      expect(second.takenOver).toBe(true);
      const [a, b] = [
        '00000000-0000-7000-8000-00000000000a',
        '00000000-0000-7000-8000-00000000000b',
      ] as const;
      for (const id of [a, b]) {
        await database.pipeline.query('INSERT INTO tenants (id, name, slug) VALUES ($1, $2, $2)', [id, id]);
        await database.pipeline.query(
          "INSERT INTO sites (id, tenant_id, name, latitude, longitude) VALUES ($1, $1, 'yard', 0, 0)",
          [id],
        );
      }
      const seen = await asTenant(database.api, a, (client) => client.query('SELECT tenant_id FROM sites'));
      expect(seen.rows).toEqual([{ tenant_id: a }]);
      const unset = await database.api.query('SELECT * FROM sites');
      expect(unset.rows).toEqual([]);
      await expect(
        asTenant(database.api, a, (client) =>
          client.query(
            "INSERT INTO sites (id, tenant_id, name, latitude, longitude) VALUES ($1, $1, 'x', 0, 0)",
            [b],
          ),
        ),
      ).rejects.toThrow(/row-level security/);
    } finally {
      await database.close();
      await second.stop();
      rmSync(second.dataDir, { recursive: true, force: true });
    }
  }, 60_000);
});
