import type { AlertingEvent, AssetRuleStates } from '@fettle/alerting';
import type { PoolClient } from 'pg';

export type Source = AlertingEvent['source'];

/** What the rules remember of one asset and source. */
export interface StoredState {
  readonly tenantId: string;
  readonly assetId: string;
  readonly source: Source;
  readonly states: AssetRuleStates;
}

/** Makes the rows that are missing and locks all of them, in one order, so that two readers of one asset take turns. */
export async function lockStates(
  client: PoolClient,
  source: Source,
  assets: readonly { readonly tenantId: string; readonly assetId: string }[],
): Promise<Map<string, StoredState>> {
  await client.query(
    `INSERT INTO alert_state (tenant_id, asset_id, source, state)
     SELECT a.tenant_id, a.id, $2, '{}' FROM assets a WHERE a.id = ANY($1) ORDER BY a.id ON CONFLICT DO NOTHING`,
    [assets.map(({ assetId }) => assetId), source],
  );
  const { rows } = await client.query<{ tenant_id: string; asset_id: string; state: AssetRuleStates }>(
    'SELECT tenant_id, asset_id, state FROM alert_state WHERE asset_id = ANY($1) AND source = $2 ORDER BY asset_id FOR UPDATE',
    [assets.map(({ assetId }) => assetId), source],
  );
  return new Map(
    rows.map((row) => [
      row.asset_id,
      { tenantId: row.tenant_id, assetId: row.asset_id, source, states: row.state },
    ]),
  );
}

/** Writes states that {@link lockStates} locked. */
export async function saveStates(client: PoolClient, states: readonly StoredState[]): Promise<void> {
  if (states.length === 0) return;
  await client.query(
    `UPDATE alert_state s SET state = n.state FROM unnest($1::uuid[], $2::text[], $3::jsonb[]) AS n(asset_id, source, state)
     WHERE s.asset_id = n.asset_id AND s.source = n.source`,
    [
      states.map(({ assetId }) => assetId),
      states.map(({ source }) => source),
      states.map((state) => JSON.stringify(state.states)),
    ],
  );
}

/** Those of the alerts that a person has resolved meanwhile. Locks all of them: nobody resolves one from here to the commit. */
export async function resolvedAmong(client: PoolClient, alertIds: readonly string[]): Promise<string[]> {
  if (alertIds.length === 0) return [];
  const { rows } = await client.query<{ id: string; state: string }>(
    'SELECT id, state FROM alerts WHERE id = ANY($1) ORDER BY id FOR UPDATE',
    [alertIds],
  );
  return rows.filter(({ state }) => state === 'resolved').map(({ id }) => id);
}
