import { AssetHistory, decodeHistory, encodeHistory } from '@fettle/forecasting';
import type { PoolClient } from 'pg';
import type { AssetHours } from './asset-hours';

/** Histories held in memory; beyond it the longest unused is read from the database again. About 70 KB each. */
const MAX_HELD = 500;

interface Held {
  readonly revision: number;
  readonly history: AssetHistory;
}

/** Histories handed out to one transaction, by asset. */
export type LockedHistories = ReadonlyMap<string, Held>;

/** Histories of assets: in the database, and the latest used in memory, told apart by revision. */
export class HistoryStore {
  private readonly held = new Map<string, Held>();

  /**
   * Locks the assets' histories for this transaction and hands them out, to be changed. Assets that are not in the
   * database any more are missing from the result. What is handed out leaves the memory: {@link keep} puts it back once
   * the transaction has committed, and a transaction that fails leaves no half-changed history behind.
   */
  async lock(client: PoolClient, assets: readonly AssetHours[]): Promise<LockedHistories> {
    if (assets.length === 0) return new Map();
    const ids = assets.map(({ assetId }) => assetId);
    await this.insertMissing(
      client,
      ids.filter((id) => !this.held.has(id)),
    );
    const { rows } = await client.query<{ asset_id: string; revision: string }>(
      'SELECT asset_id, revision FROM forecast_state WHERE asset_id = ANY($1) ORDER BY asset_id FOR UPDATE',
      [ids],
    );
    const revisions = new Map(rows.map((row) => [row.asset_id, Number(row.revision)]));
    const locked = new Map<string, Held>();
    for (const id of ids) {
      const held = this.held.get(id);
      this.held.delete(id);
      if (held && held.revision === revisions.get(id)) locked.set(id, held);
    }
    const unknown = assets.filter(({ assetId }) => revisions.has(assetId) && !locked.has(assetId));
    for (const [id, held] of await read(client, unknown)) locked.set(id, held);
    return locked;
  }

  /** Writes changed histories as their next revision. */
  async save(client: PoolClient, changed: LockedHistories): Promise<void> {
    await client.query(
      `UPDATE forecast_state s SET revision = s.revision + 1, state = n.state
       FROM unnest($1::uuid[], $2::bytea[]) AS n (asset_id, state) WHERE s.asset_id = n.asset_id`,
      [[...changed.keys()], [...changed.values()].map(({ history }) => Buffer.from(encodeHistory(history)))],
    );
  }

  /** After the commit: what was saved is what the next batch begins with. */
  keep(changed: LockedHistories): void {
    for (const [id, { revision, history }] of changed) this.held.set(id, { revision: revision + 1, history });
    for (const id of this.held.keys()) {
      if (this.held.size <= MAX_HELD) break;
      this.held.delete(id);
    }
  }

  private async insertMissing(client: PoolClient, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    // Two devices of a new asset may be read at once: whoever comes second waits here, then locks what the first one made.
    await client.query(
      `INSERT INTO forecast_state (asset_id, tenant_id, revision, state)
       SELECT id, tenant_id, 0, '' FROM assets WHERE id = ANY($1) ORDER BY id ON CONFLICT DO NOTHING`,
      [ids],
    );
  }
}

async function read(client: PoolClient, assets: readonly AssetHours[]): Promise<Map<string, Held>> {
  if (assets.length === 0) return new Map();
  const signals = new Map(assets.map(({ assetId, conditions }) => [assetId, conditions.signals]));
  const { rows } = await client.query<{ asset_id: string; revision: string; state: Buffer }>(
    'SELECT asset_id, revision, state FROM forecast_state WHERE asset_id = ANY($1)',
    [[...signals.keys()]],
  );
  return new Map(
    rows.map((row) => {
      const names = signals.get(row.asset_id)!;
      const history = row.state.length === 0 ? new AssetHistory(names) : decodeHistory(names, row.state);
      return [row.asset_id, { revision: Number(row.revision), history }];
    }),
  );
}
