import type { SignalLookup } from '@fettle/alerting';
import { signalByName } from '@fettle/domains';
import type { AlertRule } from '@fettle/contracts';
import type { PoolClient } from 'pg';

interface Asset {
  readonly assetId: string;
  readonly assetTypeId: string;
}

/** How each asset names its signals: those declared by its type, and those that its tenant registered on it. */
export async function signalLookups(
  client: PoolClient,
  assets: readonly Asset[],
  rules: readonly AlertRule[],
): Promise<(asset: Asset) => SignalLookup> {
  const registered = needsRegistered(rules)
    ? await registeredSignals(client, assets)
    : new Map<string, number>();
  return ({ assetId, assetTypeId }) =>
    (name) => {
      const declared = signalByName(assetTypeId, name);
      if (declared) return { id: declared.id, component: declared.component ?? null };
      const id = registered.get(`${assetId}/${name}`);
      return id === undefined ? undefined : { id, component: null };
    };
}

function needsRegistered(rules: readonly AlertRule[]): boolean {
  return rules.some(
    ({ condition, assetTypeId }) =>
      condition.kind === 'window' && !signalByName(assetTypeId, condition.signal),
  );
}

async function registeredSignals(client: PoolClient, assets: readonly Asset[]): Promise<Map<string, number>> {
  const { rows } = await client.query<{ asset_id: string; signal_id: number; name: string }>(
    'SELECT asset_id, signal_id, name FROM asset_signals WHERE asset_id = ANY($1)',
    [assets.map(({ assetId }) => assetId)],
  );
  return new Map(rows.map((row) => [`${row.asset_id}/${row.name}`, row.signal_id]));
}
